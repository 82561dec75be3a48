"""Reads the files of a run with Python's own csv, json, html and sqlite3 modules and checks that they agree.

Usage: read_report.py RUN
"""

import csv
import html.parser
import json
import os
import pathlib
import sqlite3
import stat
import sys

COLUMNS = {
    "findings.csv": "finding_id,status,severity,check_id,title,account_id,account_name,ou_path,owner,resource_type,"
    "resource_arn,resource_name,detail,facts,change,first_seen,age_days,due_at,overdue,exception_id,approver,expires,"
    "ticket,controls,soc2,iso27001,nist80053,cis,fsbp,severity_default,remediation",
    "accounts.csv": "account_id,account_name,source,ou_path,state,coverage,reason,error_code,message,request_id,"
    "role_arn,narrowed,started_at,finished_at,calls,retries,credential_report_generated_at,users_expected,users_read,"
    "roles_expected,roles_read,findings",
    "identities.csv": "account_id,type,arn,name,path,created_at,last_used_at,owner,person,admin,mfa,tags",
    "credentials.csv": "account_id,user_arn,user_name,kind,credential_id,status,created_at,last_used_at,"
    "last_used_service,last_used_region,expires_at,age_days",
    "entitlements.csv": "account_id,principal_arn,via,policy_arn,policy_name,admin",
    "trusts.csv": "account_id,role_arn,party,party_kind,standing,conditions,admin",
    "roster_matches.csv": "employee_id,account_id,identity_arn,rule,status",
    "exceptions.csv": "id,kind,check_id,account_id,resource,owner,approver,approved,expires,ticket,reason,matches",
    "assessments.csv": "account_id,check_id,pass,fail,excepted,not_assessed,not_applicable",
    "calls.csv": "account_id,service,action,request_id,http_status,error_code,attempts,started_at,duration_ms,bytes,"
    "sha256",
}
VOID = {"meta", "link", "br", "hr", "img", "input", "col", "path", "rect", "line", "circle", "polygon", "use"}


class Page(html.parser.HTMLParser):
    """Collects what may not be in the page and checks that every element is closed in order."""

    def __init__(self):
        super().__init__()
        self.faults, self.open, self.policy = [], [], ""

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "meta" and attributes.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = attributes["content"]
        for name, value in attributes.items():
            if name.startswith("on") or name == "style":
                self.faults.append(f"<{tag} {name}>")
            if name in ("src", "href", "xlink:href", "action") and not (value or "").startswith("#"):
                self.faults.append(f"<{tag} {name}={value!r}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> out of order")


def rows(run, name):
    raw = (run / name).read_bytes()
    assert raw.endswith(b"\r\n"), name
    with open(run / name, newline="", encoding="utf-8") as file:
        table = list(csv.reader(file, strict=True))
    assert ",".join(table[0]) == COLUMNS[name], f"{name}: {table[0]}"
    for row in table[1:]:
        assert len(row) == len(table[0]), f"{name}: {row}"
        for cell in row:
            assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r"), f"{name}: {cell!r} is a formula"
    return [dict(zip(table[0], row)) for row in table[1:]]


def check(run):
    tables = {name: rows(run, name) for name in COLUMNS}
    provenance = json.loads((run / "run.json").read_text(encoding="utf-8"))
    ledger = sqlite3.connect(f"file:{run}/ledger.sqlite?mode=ro&immutable=1", uri=True)
    assert ledger.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert ledger.execute("PRAGMA foreign_key_check").fetchall() == []
    assert not [path.name for path in run.iterdir() if path.name.endswith(("-wal", "-shm", ".tmp"))]

    accounts = {row["account_id"]: row for row in tables["accounts.csv"]}
    assert len(accounts) == len(tables["accounts.csv"]) == ledger.execute("SELECT count(*) FROM population").fetchone()[0]
    assert all(row["coverage"] for row in accounts.values())
    for name in ("findings.csv", "identities.csv", "credentials.csv", "trusts.csv", "assessments.csv"):
        assert tables[name], f"{name} is empty"
        assert {row["account_id"] for row in tables[name]} <= set(accounts), name
    ids = [row["finding_id"] for row in tables["findings.csv"]]
    assert len(ids) == len(set(ids))
    for row in accounts.values():
        if row["coverage"] == "swept":
            assert row["users_expected"] == row["users_read"], row
            assert row["roles_expected"] == row["roles_read"], row
            assert row["narrowed"] == "true", row
        if row["coverage"] in ("partial", "not_assumed"):
            assert row["reason"] and row["message"] and row["request_id"], row
            gaps = [f for f in tables["findings.csv"] if f["account_id"] == row["account_id"] and f["status"] == "not_assessed"]
            assert gaps, f"nothing not assessed in {row}"
    persons = {(row["arn"], row["person"]) for row in tables["identities.csv"] if row["person"]}
    certain = {"active", "grace", "left", "rehired"}
    users = [row for row in tables["roster_matches.csv"] if row["status"] in certain and row["rule"] != "session"]
    assert persons == {(row["identity_arn"], row["employee_id"]) for row in users}
    assert (provenance["roster"] is None) == (not tables["roster_matches.csv"])
    judged = {(row["account_id"], row["check_id"]) for row in tables["assessments.csv"]}
    for row in accounts.values():
        if row["coverage"] in ("swept", "partial", "not_assumed"):
            assert (row["account_id"], "root-mfa") in judged, row

    page = Page()
    page.feed((run / "report.html").read_text(encoding="utf-8"))
    page.close()
    assert not page.faults, page.faults[:5]
    assert not page.open, page.open
    assert "default-src 'none'" in page.policy and "unsafe" not in page.policy, page.policy
    for path in [run, *run.iterdir()]:
        assert stat.S_IMODE(os.stat(path).st_mode) & 0o077 == 0, f"{path} is readable by others"
    print(f"{len(accounts)} accounts, {len(ids)} findings: every file agrees ({provenance['run']})")


if __name__ == "__main__":
    check(pathlib.Path(sys.argv[1]).resolve())
