#!/usr/bin/env python3
"""Writes requests with the Authorization header that botocore gives them, for orgsweep's signer to agree with.

    python3 Tests/Interoperability/signer.py --seed 1 --count 500 vectors.json
    ORGSWEEP_SIGNER_VECTORS=$PWD/vectors.json swift test --filter SignerInteroperabilityTests

    python3 Tests/Interoperability/signer.py --fixture Tests/AWSTests/Fixtures/sigv4-vectors.json

The second form writes the requests, chosen by hand, that every test run checks. Needs: pip install botocore.

botocore is the reference. Two freedoms are taken with its input, because a wire has them too: the query that our
signer sees is encoded more sparingly than, and in another order than, the one botocore computes from parameters; and
the path is already percent-encoded. S3, which takes paths literally, is left out.
"""

import argparse
import datetime
import json
import random
import unittest.mock
from urllib.parse import quote

import botocore
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

FORM = "application/x-www-form-urlencoded; charset=utf-8"


def authorization(case, parameters):
    """The header that botocore computes for a case, at the case's time."""
    request = AWSRequest(
        method=case["method"],
        url=case["url"].split("?")[0],
        data=case["body"].encode(),
        params=parameters,
    )
    for name, value in case["headers"]:
        request.headers.add_header(name, value)
    credentials = Credentials(case["access_key_id"], case["secret_access_key"], case["session_token"])
    now = datetime.datetime.strptime(case["date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
    with unittest.mock.patch("botocore.auth.get_current_datetime", return_value=now):
        botocore.auth.SigV4Auth(credentials, case["service"], case["region"]).add_auth(request)
    return request.headers["Authorization"]


def case(name, method, base, parameters, query, **rest):
    value = {
        "name": name,
        "method": method,
        "url": base + ("?" + query if query else ""),
        "headers": [],
        "body": "",
        "access_key_id": "AKIAIOSFODNN7EXAMPLE",
        "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "session_token": None,
        "region": "us-east-1",
        "service": "iam",
        "date": "2026-11-22T15:00:00Z",
    }
    value.update(rest)
    value["authorization"] = authorization(value, parameters)
    return value


# --- Random requests

ALPHABET = "abcXYZ019-._~ !\"$'()*,:;<=>?@[]^`{|}/&%#+\u00e9\u00df\u4e2d\u1234\U0001f511"
WORDS = ["Action", "Version", "Marker", "Filter.member.1", "PathPrefix", "max-items", "a", "A", "a.b", "", "Tag"]
REGIONS = ["us-east-1", "eu-central-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1", "ap-southeast-7"]
SERVICES = ["iam", "sts", "organizations", "execute-api", "logs"]


def text(rng, longest):
    return "".join(rng.choice(ALPHABET) for _ in range(rng.randint(0, longest)))


def sparing(rng, value):
    """The value as some client might write it in a query: what must be encoded is, the rest by chance."""
    written = ""
    for character in value:
        encoded = "".join(f"%{byte:02X}" for byte in character.encode())
        if character in '&=#%+ "<>' or rng.random() < 0.4:
            written += encoded.lower() if rng.random() < 0.3 else encoded
        else:
            written += character
    return written


def random_path(rng):
    segments = []
    for _ in range(rng.randint(0, 5)):
        segments.append(rng.choice([".", "..", "", "v1", "users", quote(text(rng, 8), safe="")]))
    return "/" + "/".join(segments) if segments or rng.random() < 0.8 else ""


def random_headers(rng):
    def spaced():
        words = [rng.choice(["x", "a,b", '"q  q"', "=", "Value", "\u00e9t\u00e9"]) for _ in range(rng.randint(0, 4))]
        space = lambda: rng.choice([" ", "  ", "\t", " \t ", "\n  "])
        return rng.choice(["", space()]) + space().join(words) + rng.choice(["", "  "])

    headers = []
    for _ in range(rng.randint(0, 5)):
        name = rng.choice(["X-Amz-Target", "x-a", "X-B", "My-Header1", "my-header1", "Accept", "X-Amz-Meta", "a-b", "a"])
        headers.append([name, spaced()])
    if rng.random() < 0.3:
        headers.append(["User-Agent", "orgsweep/1"])
    if rng.random() < 0.2:
        headers.append([rng.choice(["Expect", "Connection", "TE", "X-Amzn-Trace-Id"]), "x"])
    return headers


def random_case(rng, index):
    parameters = []
    for _ in range(rng.choice([0, 0, 1, 2, 5, 9])):
        parameters.append((rng.choice(WORDS) or text(rng, 6) or "k", text(rng, 12)))
    query = "&".join(
        sparing(rng, key) + ("=" if value or rng.random() < 0.5 else "") + sparing(rng, value)
        for key, value in rng.sample(parameters, len(parameters))
    )
    host = rng.choice(["iam.amazonaws.com", "STS.eu-west-1.amazonaws.com", "127.0.0.1", "localhost", "[::1]"])
    scheme = rng.choice(["https", "https", "http"])
    port = rng.choice(["", "", ":443", ":80", ":8080"])
    return case(
        f"random {index}",
        rng.choice(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]),
        f"{scheme}://{host}{port}{random_path(rng)}",
        parameters,
        query,
        headers=random_headers(rng) + ([["Host", "elsewhere.example:8443"]] if rng.random() < 0.1 else []),
        body=text(rng, 200) if rng.random() < 0.6 else "",
        access_key_id="AKIA" + "".join(rng.choice("ABCDEFGHIJ234567") for _ in range(16)),
        secret_access_key="".join(rng.choice("abcXYZ019/+=") for _ in range(rng.choice([1, 40, 60, 61, 128]))),
        session_token=rng.choice([None, "IQoJb3JpZ2luX2Vj//////////wEaCXVzLWVhc3QtMSJ+a/b==", "t" * 2000]),
        region=rng.choice(REGIONS),
        service=rng.choice(SERVICES),
        date=(
            datetime.datetime(2001, 1, 1) + datetime.timedelta(seconds=rng.randrange(3_000_000_000))
        ).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


# --- Requests chosen by hand

def fixture():
    form = [["Content-Type", FORM]]
    json11 = [["Content-Type", "application/x-amz-json-1.1"]]
    token = "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ+a/b=="
    session = {"access_key_id": "ASIAIOSFODNN7EXAMPLE", "session_token": token}
    iam = "https://iam.amazonaws.com/"
    sts = "https://sts.eu-central-1.amazonaws.com/"
    policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}]}'
    unicode = [("Path", "/\u00e9\u4e2d\U0001f511/"), ("a b", "c+d"), ("empty", ""), ("slash", "/=&")]
    spelled = "slash=/%3D%26&Path=/%c3%a9\u4e2d%F0%9f%94%91/&empty&a%20b=c%2Bd"
    return [
        case("iam: GetAccountSummary", "POST", iam, [], "", headers=form,
             body="Action=GetAccountSummary&Version=2010-05-08"),
        case("iam: a page of GetAccountAuthorizationDetails in a session", "POST", iam, [], "", headers=form,
             body="Action=GetAccountAuthorizationDetails&Filter.member.1=User&Marker=AAE%2Bx%3D%3D&MaxItems=1000"
                  "&Version=2010-05-08", **session),
        case("iam in China", "POST", "https://iam.cn-north-1.amazonaws.com.cn/", [], "", headers=form,
             body="Action=ListUsers&Version=2010-05-08", region="cn-north-1"),
        case("iam in GovCloud", "POST", "https://iam.us-gov.amazonaws.com/", [], "", headers=form,
             body="Action=ListUsers&Version=2010-05-08", region="us-gov-west-1", **session),
        case("sts: GetCallerIdentity", "POST", sts, [], "", headers=form,
             body="Action=GetCallerIdentity&Version=2011-06-15", region="eu-central-1", service="sts"),
        case("sts: AssumeRole with a session policy and an external id", "POST", sts, [], "", headers=form,
             body="Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A012345678901%3Arole%2FSecurityAudit"
                  "&RoleSessionName=orgsweep&ExternalId=%3D%2B%40&Policy=" + quote(policy, safe="-_.~")
                  + "&Version=2011-06-15", region="eu-central-1", service="sts", **session),
        case("organizations: ListAccounts", "POST", "https://organizations.us-east-1.amazonaws.com/", [], "",
             headers=json11 + [["X-Amz-Target", "AWSOrganizationsV20161128.ListAccounts"]],
             body='{"NextToken":"a/b+c="}', service="organizations", **session),
        case("organizations: an empty body is signed as such", "POST",
             "https://organizations.cn-northwest-1.amazonaws.com.cn", [], "", headers=json11,
             region="cn-northwest-1", service="organizations"),
        case("loopback: a port that is not the scheme's is part of the host", "POST", "http://127.0.0.1:41234/", [], "",
             headers=form, body="Action=ListUsers&Version=2010-05-08"),
        case("a port that is the scheme's is not, and the host is lowercase", "POST",
             "https://IAM.amazonaws.com:443/", [], "", headers=form, body="Action=ListUsers"),
        case("a query written sparingly, out of order, beyond ASCII", "GET", iam, unicode, spelled),
        case("a key that is a prefix of another, and one that repeats", "GET", iam,
             [("a", "2"), ("a", "10"), ("a-", "1"), ("A", "1"), ("a", "")], "a=2&a-=1&a=10&A=1&a="),
        case("an encoded path is encoded again, dots and doubled slashes resolved", "GET",
             "https://iam.amazonaws.com//a%20b/./c/../%E4%B8%AD+,@/", [], "", service="execute-api"),
        case("folded, padded and repeated headers", "GET", iam, [], "",
             headers=[["X-B", "  b  \t c "], ["x-a", "1"], ["X-A", "2\n   3"], ["X-Empty", ""], ["User-Agent", "x"]]),
        case("a body beyond ASCII, the last second of a leap day", "PUT", iam, [], "", headers=form,
             body="Name=\u00e9\u4e2d\U0001f511\n", date="2028-02-29T23:59:59Z"),
        case("a secret longer than a block", "POST", iam, [], "", headers=form, body="Action=ListUsers",
             secret_access_key="k/+" * 40),
    ]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("output")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=300)
    arguments.add_argument("--fixture", action="store_true", help="the requests chosen by hand, not random ones")
    options = arguments.parse_args()
    rng = random.Random(options.seed)
    cases = fixture() if options.fixture else [random_case(rng, index) for index in range(options.count)]
    document = {"source": f"botocore {botocore.__version__}, SigV4Auth", "cases": cases}
    with open(options.output, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1, ensure_ascii=True)
        file.write("\n")


if __name__ == "__main__":
    main()
