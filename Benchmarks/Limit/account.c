#include "limit.h"

#include <stdlib.h>
#include <string.h>

/* One account: the credential report first, then the calls of the plan four at a time, then the calls for users. */
typedef struct {
    Arena arena;
    Signer signer;
    bool only_report, has_details;
    Call *first, *last; /* waiting for a place */
    int under_way;
    const char **users;
    size_t user_count;
    Report report;
    double pause;
    long keys, ssh_keys, roles;
    void (*done)(void);
    void (*ready)(Signer *signer);
} Account;

Sight sight;
Signer hub_sts;
const char *role_name, *external_id;

enum { CALLS_AT_A_TIME = 4 };

Call *query(Signer *signer, const char *version, const char *action)
{
    Call *call = calloc(1, sizeof *call);
    call->signer = signer;
    call->action = action;
    buffer_printf(&call->body, "Action=%s&Version=%s", action, version);
    return call;
}

/* MARK: The queue */

static void pump(Account *account);
static void decoded(Call *call, const Leaf *leaf);
static void ended(Call *call, bool succeeded);

static void enqueue(Account *account, Call *call)
{
    call->arena = &account->arena;
    call->owner = account;
    call->take = decoded;
    call->end = ended;
    if (account->last) account->last->next = call;
    else account->first = call;
    account->last = call;
}

static Call *ask(Account *account, const char *action, const char *name, const char *argument)
{
    Call *call = query(&account->signer, IAM, action);
    if (name) buffer_parameter(&call->body, name, argument);
    call->argument = argument;
    enqueue(account, call);
    return call;
}

static void pump(Account *account)
{
    while (account->first && account->under_way < CALLS_AT_A_TIME) {
        Call *call = account->first;
        account->first = call->next;
        if (account->first == NULL) account->last = NULL;
        call->next = NULL;
        account->under_way++;
        transfer_submit(call);
    }
    if (account->under_way > 0) return;
    if (account->report.is_read && (account->has_details || account->only_report)) {
        sight.accounts++;
        sight.users += (long)account->user_count;
        sight.roles += account->roles;
        sight.keys += account->keys;
        sight.ssh_keys += account->ssh_keys;
    }
    void (*done)(void) = account->done;
    arena_free(&account->arena);
    free(account->users);
    free(account->report.rows);
    free(account);
    done();
}

/* MARK: Which call follows from which */

static void ask_users(Account *account)
{
    if (account->only_report || !account->has_details || !account->report.is_read) return;
    for (size_t i = 0; i < account->user_count; i++) {
        const char *name = account->users[i];
        const Row *row = report_find(&account->report, name);
        if (row == NULL || row->has_keys) ask(account, "ListAccessKeys", "UserName", name);
        if (row == NULL || row->has_certificates) ask(account, "ListSigningCertificates", "UserName", name);
        if (row != NULL) continue;
        ask(account, "GetUser", "UserName", name);
        ask(account, "GetLoginProfile", "UserName", name);
        ask(account, "ListMFADevices", "UserName", name);
    }
}

static void ask_details(Account *account, const char *marker)
{
    Call *call = ask(account, "GetAccountAuthorizationDetails", NULL, NULL);
    buffer_printf(&call->body, DETAILS);
    if (marker) buffer_parameter(&call->body, "Marker", marker);
}

static void ask_bulk(Account *account)
{
    ask_details(account, NULL);
    ask(account, "GetAccountSummary", NULL, NULL);
    ask(account, "ListRoles", "MaxItems", "1000");
    ask(account, "GetAccountPasswordPolicy", NULL, NULL);
    ask(account, "ListAccountAliases", NULL, NULL);
    ask(account, "ListVirtualMFADevices", "MaxItems", "1000");
    ask(account, "ListServerCertificates", "MaxItems", "1000");
    ask(account, "ListSAMLProviders", NULL, NULL);
    ask(account, "ListOpenIDConnectProviders", NULL, NULL);
    ask(account, "ListServiceSpecificCredentials", "AllUsers", "true");
}

/* AWS writes its policies once for everybody: the first account that uses one reads it. */
static void ask_policy(Account *account, const char *arn)
{
    static xmlHashTablePtr known;
    if (strstr(arn, ":iam::aws:policy/") == NULL) return;
    if (known == NULL) known = xmlHashCreate(256);
    if (xmlHashAddEntry(known, (const xmlChar *)arn, &known) == 0) ask(account, "GetPolicy", "PolicyArn", arn);
}

#define IS(place, text) ((place) == names[text])
enum { USER_NAME, USERS, ROLE_NAME, ROLES, KEY_ID, KEYS, SSH_ID, SSH, POLICY_ARN, BOUNDARY, ARN, PROVIDERS, CONTENT,
       STATE, MARKER, VERSION, POLICY, SECRET, TOKEN, CREDENTIALS, CODE, NAME_COUNT };

static void decoded(Call *call, const Leaf *leaf)
{
    static const char *const spelled[NAME_COUNT] = {
        "UserName", "UserDetailList", "RoleName", "RoleDetailList", "AccessKeyId", "AccessKeyMetadata",
        "SSHPublicKeyId", "SSHPublicKeys", "PolicyArn", "PermissionsBoundaryArn", "Arn", "OpenIDConnectProviderList",
        "Content", "State", "Marker", "DefaultVersionId", "Policy", "SecretAccessKey", "SessionToken",
        "Credentials", "Code",
    };
    static const char *names[NAME_COUNT];
    if (names[0] == NULL) for (int i = 0; i < NAME_COUNT; i++) names[i] = interned(spelled[i]);
    Account *account = call->owner;
    const char *name = leaf->name, *list = leaf->grandparent;

    if (IS(name, USER_NAME) && IS(list, USERS)) {
        if ((account->user_count & (account->user_count - 1)) == 0) {
            size_t capacity = account->user_count ? 2 * account->user_count : 1;
            account->users = realloc(account->users, capacity * sizeof *account->users);
        }
        account->users[account->user_count++] = leaf->text;
    } else if (IS(name, ROLE_NAME) && IS(list, ROLES)) account->roles++;
    else if (IS(name, KEY_ID) && IS(list, KEYS)) account->keys++;
    else if (IS(name, SSH_ID) && IS(list, SSH)) account->ssh_keys++;
    else if (IS(name, POLICY_ARN) || IS(name, BOUNDARY)) ask_policy(account, leaf->text);
    else if (IS(name, ARN) && IS(list, PROVIDERS))
        ask(account, "GetOpenIDConnectProvider", "OpenIDConnectProviderArn", leaf->text);
    else if (IS(name, CONTENT)) report_read(&account->report, (char *)leaf->text, leaf->length);
    else if (IS(name, STATE) || IS(name, CODE) || IS(name, MARKER)) call->value = leaf->text;
    else if (IS(name, VERSION) && IS(leaf->parent, POLICY)) call->value = leaf->text;
    else if (IS(name, KEY_ID) && IS(leaf->parent, CREDENTIALS)) account->signer.access_key_id = leaf->text;
    else if (IS(name, SECRET)) account->signer.secret = leaf->text;
    else if (IS(name, TOKEN)) account->signer.token = leaf->text;
}

static void wait_for_report(Account *account)
{
    account->pause = account->pause ? account->pause * 1.5 : 0.5;
    ask(account, "GetCredentialReport", NULL, NULL)->due = monotonic() + account->pause;
}

static void ask_after_details(Account *account)
{
    account->has_details = true;
    for (size_t i = 0; i < account->user_count; i++) {
        ask(account, "ListSSHPublicKeys", "UserName", account->users[i]);
    }
    ask_users(account);
}

static void ended(Call *call, bool succeeded)
{
    Account *account = call->owner;
    const char *action = call->action, *value = call->value;
    account->under_way--;
    if (strcmp(action, "AssumeRole") == 0 && succeeded) {
        if (account->ready) {
            account->ready(&account->signer);
            return;
        }
        ask(account, "GenerateCredentialReport", NULL, NULL);
    } else if (strcmp(action, "GenerateCredentialReport") == 0) {
        if (value && strcmp(value, "COMPLETE") == 0) ask(account, "GetCredentialReport", NULL, NULL);
        else wait_for_report(account);
        if (!account->only_report) ask_bulk(account);
    } else if (strcmp(action, "GetCredentialReport") == 0) {
        if (succeeded) ask_users(account);
        else if (value && strcmp(value, "ReportInProgress") == 0) wait_for_report(account);
    } else if (strcmp(action, "GetAccountAuthorizationDetails") == 0 && succeeded) {
        if (value) ask_details(account, value);
        else ask_after_details(account);
    } else if (strcmp(action, "GetPolicy") == 0 && succeeded) {
        Call *next = ask(account, "GetPolicyVersion", "PolicyArn", call->argument);
        buffer_parameter(&next->body, "VersionId", value);
    }
    pump(account);
}

static Account *assume(const char *id)
{
    Account *account = calloc(1, sizeof *account);
    account->signer = (Signer){.service = "iam", .region = "us-east-1"};
    Buffer arn = {0};
    buffer_printf(&arn, "arn:aws:iam::%s:role/%s", id, role_name);
    Call *call = query(&hub_sts, STS, "AssumeRole");
    buffer_parameter(&call->body, "RoleArn", arn.bytes);
    buffer_parameter(&call->body, "ExternalId", external_id);
    buffer_printf(&call->body, "&RoleSessionName=limit&DurationSeconds=3600");
    free(arn.bytes);
    enqueue(account, call);
    return account;
}

void account_begin(const char *id, bool only_report, void (*done)(void))
{
    Account *account = assume(id);
    account->only_report = only_report;
    account->done = done;
    pump(account);
}

void account_open(const char *id, void (*ready)(Signer *signer))
{
    Account *account = assume(id);
    account->ready = ready;
    pump(account);
}
