"""How often readers may ask and look up."""

from __future__ import annotations

from . import environment as env

# Attempts an hour (and a day) to find one's own line; a township may stand behind one
# address, and in a large county two hundred people bear the commonest name.
LOOKUPS_A_NAME_AND_ADDRESS = env.integer("LOOKUPS_A_NAME_AND_ADDRESS", 10, least=1)
LOOKUPS_A_NAME = env.integer("LOOKUPS_A_NAME", 30, least=1)
LOOKUPS_A_NAME_A_DAY = env.integer("LOOKUPS_A_NAME_A_DAY", 60, least=1)
LOOKUPS_AN_ADDRESS = env.integer("LOOKUPS_AN_ADDRESS", 600, least=1)

# Pages of posted recipient lists an hour.
LIST_PAGES_AN_ADDRESS = env.integer("LIST_PAGES_AN_ADDRESS", 300, least=1)

# Alerts of searches: requests an hour from one place, mails a day that ask one mailbox
# to confirm, and all of them together; how many alerts a mailbox may have.
ALERT_REQUESTS_AN_ADDRESS = env.integer("ALERT_REQUESTS_AN_ADDRESS", 30, least=1)
ALERT_MAILS_A_MAILBOX = env.integer("ALERT_MAILS_A_MAILBOX", 3, least=1)
ALERT_MAILS_A_DAY = env.integer("ALERT_MAILS_A_DAY", 1000, least=1)
ALERTS_A_MAILBOX = env.integer("ALERTS_A_MAILBOX", 20, least=1)
