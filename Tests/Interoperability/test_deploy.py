"""What `orgsweep role` prints, as cfn-lint, parliament and a parser of Terraform's language read it.

That `deploy/` holds the same texts is the Swift tests' matter; here is what CloudFormation and IAM would say to them.
"""

import json
import os
import pathlib
import subprocess
import unittest
from typing import Any

import hcl2
import parliament
import yaml

DEPLOY = pathlib.Path(__file__).resolve().parents[2] / "deploy"


def printed(*arguments: str) -> str:
    """What the program prints."""
    command = [os.environ["ORGSWEEP"], "role", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def complaints(policy: str) -> list[tuple[str, str]]:
    """What parliament says of a policy, as pairs of the issue and what it is about."""
    findings = parliament.analyze_policy_string(policy).findings
    return sorted((finding.issue, finding.location.get("string") or "") for finding in findings)


class Functions(yaml.SafeLoader):
    """YAML with CloudFormation's short functions, each read as a list or text with its name before it."""


def function(loader: Functions, suffix: str, node: yaml.Node) -> Any:
    match node:
        case yaml.SequenceNode():
            return {suffix: loader.construct_sequence(node, deep=True)}
        case _:
            return {suffix: loader.construct_scalar(node)}


Functions.add_multi_constructor("!", function)


def resolved(value: Any, parameters: dict[str, str], conditions: dict[str, bool]) -> Any:
    """The value with `If` and `Ref` carried out; None stands for AWS::NoValue."""
    match value:
        case {"If": [name, yes, no]}:
            return resolved(yes if conditions[name] else no, parameters, conditions)
        case {"Ref": name}:
            return parameters.get(name)
        case dict():
            members = {key: resolved(member, parameters, conditions) for key, member in value.items()}
            return {key: member for key, member in members.items() if member is not None}
        case list():
            return [resolved(element, parameters, conditions) for element in value]
        case _:
            return value


def holds(condition: Any, parameters: dict[str, str], conditions: dict[str, Any]) -> bool:
    """What CloudFormation makes of a condition, of a template or of an assertion."""
    match condition:
        case {"Condition": name}:
            return holds(conditions[name], parameters, conditions)
        case {"Not": [one]}:
            return not holds(one, parameters, conditions)
        case {"And": several}:
            return all(holds(one, parameters, conditions) for one in several)
        case {"Or": several}:
            return any(holds(one, parameters, conditions) for one in several)
        case {"Equals": [left, right]}:
            return resolved(left, parameters, {}) == resolved(right, parameters, {})
    raise ValueError(f"a condition that this reader does not know: {condition}")


class CloudFormation(unittest.TestCase):
    def test_cfn_lint_finds_nothing(self) -> None:
        template = str(DEPLOY / "role.cloudformation.yaml")
        lint = subprocess.run(["cfn-lint", template], capture_output=True, text=True)
        self.assertEqual((lint.stdout, lint.returncode), ("", 0))

    def trust(self, **given: str) -> list[dict[str, Any]]:
        """The statements of the trust policy that a stack with the given parameters makes."""
        template = yaml.load(printed("cloudformation"), Functions)
        parameters = {name: parameter["Default"] for name, parameter in template["Parameters"].items()} | given
        rules = template["Conditions"]
        conditions = {name: holds(rule, parameters, rules) for name, rule in rules.items()}
        parameters["AWS::AccountId"] = "444455556666"
        role = resolved(template["Resources"]["Reader"]["Properties"], parameters, conditions)
        return role["AssumeRolePolicyDocument"]["Statement"]

    def test_the_hub_is_trusted_with_the_external_id_alone(self) -> None:
        hub = "arn:aws:iam::111122223333:role/orgsweep-hub"
        assume, tag = self.trust(HubPrincipalArn=hub, ExternalId="3f1c", OrganizationId="o-a1b2c3d4e5")
        organization = {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}
        self.assertEqual(assume["Principal"], {"AWS": hub})
        self.assertEqual(assume["Action"], "sts:AssumeRole")
        self.assertEqual(assume["Condition"], {"StringEquals": {"sts:ExternalId": "3f1c"} | organization})
        self.assertEqual(tag["Action"], ["sts:SetSourceIdentity", "sts:TagSession"])
        self.assertEqual((tag["Principal"], tag["Condition"]), ({"AWS": hub}, {"StringEquals": organization}))

    def test_a_condition_that_is_not_asked_for_is_not_there(self) -> None:
        hub = "arn:aws:iam::111122223333:role/orgsweep-hub"
        for statement in self.trust(HubPrincipalArn=hub):
            self.assertNotIn("Condition", statement)

    def test_everybody_is_trusted_within_the_organization_only(self) -> None:
        for statement in self.trust(OrganizationId="o-a1b2c3d4e5"):
            self.assertEqual(statement["Principal"], {"AWS": "*"})
            self.assertEqual(statement["Condition"], {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})
        for statement in self.trust(ExternalId="3f1c"):
            self.assertEqual(statement["Principal"], {"AWS": "444455556666"})

    def test_a_stack_that_would_trust_everybody_is_refused(self) -> None:
        template = yaml.load(printed("cloudformation"), Functions)
        (rule,) = template["Rules"].values()
        hub, organization = {"HubPrincipalArn": "arn:aws:iam::111122223333:root"}, {"OrganizationId": "o-a1b2c3d4e5"}
        for given, is_taken in (({}, False), ({"ExternalId": "3f1c"}, False), (hub, True), (organization, True)):
            parameters = {name: parameter["Default"] for name, parameter in template["Parameters"].items()} | given
            verdicts = [holds(each["Assert"], parameters, {}) for each in rule["Assertions"]]
            self.assertEqual(all(verdicts), is_taken, given)


class Policies(unittest.TestCase):
    def test_parliament_knows_every_action_and_finds_no_fault(self) -> None:
        for name in ("hub-policy.json", "scp.json"):
            with self.subTest(name):
                self.assertEqual(complaints((DEPLOY / name).read_text()), [])
        # The policies of AWS belong to the account "aws", which parliament's grammar does not know, and some calls of
        # the plan could be bound to users, of whom a sweep reads all.
        self.assertEqual(
            complaints((DEPLOY / "role-policy.json").read_text()),
            [("INVALID_ARN", "arn:*:iam::aws:policy/*"), ("RESOURCE_STAR", "")],
        )

    def test_an_action_that_iam_does_not_have_would_be_found(self) -> None:
        policy = printed("policy").replace("iam:GetUser", "iam:GetUsers")
        self.assertIn("UNKNOWN_ACTION", [issue for issue, _ in complaints(policy)])


class Terraform(unittest.TestCase):
    def test_the_module_is_terraforms_language(self) -> None:
        module = hcl2.loads(printed("terraform", "--role-name", "audit"))
        resources = {name.strip('"') for block in module["resource"] for name in block}
        self.assertEqual(resources, {"aws_iam_role", "aws_iam_role_policy"})
        variables = {name.strip('"'): body for block in module["variable"] for name, body in block.items()}
        names = {"role_name", "role_path", "hub_principal_arns", "organization_id", "external_id"}
        self.assertEqual(variables.keys(), names)
        self.assertEqual(variables["role_name"]["default"].strip('"'), "audit")
        self.assertIn(variables["external_id"]["sensitive"], (True, "true"))

    def test_the_trust_asks_for_what_is_given(self) -> None:
        """There is no Terraform here to evaluate it, so its words are compared, and were evaluated by hand."""
        module = printed("terraform").split()
        text = " ".join(module)
        self.assertIn('of_caller = { for key, value in { "aws:PrincipalOrgID" = var.organization_id }', text)
        self.assertIn('local.of_caller, { for key, value in { "sts:ExternalId" = var.external_id }', text)
        assume, tag = text.split("Statement = [")[1].split("}, {")[:2]
        self.assertIn('Action = "sts:AssumeRole" Condition', assume)
        self.assertIn("operator => local.of_call if length(local.of_call) > 0", assume)
        self.assertIn('Action = ["sts:SetSourceIdentity", "sts:TagSession"] Condition', tag)
        self.assertIn("operator => local.of_caller if length(local.of_caller) > 0", tag)


class Printed(unittest.TestCase):
    def test_deploy_holds_what_is_printed(self) -> None:
        self.assertEqual(json.loads(printed("policy")), json.loads((DEPLOY / "role-policy.json").read_text()))

    def test_a_name_that_iam_does_not_take_is_refused(self) -> None:
        command = [os.environ["ORGSWEEP"], "role", "hub", "--role-name", "a b"]
        self.assertEqual(subprocess.run(command, capture_output=True).returncode, 64)
