"""How often readers may ask, write and look up, and by what letters are warned."""

from __future__ import annotations

from . import environment as env

# Attempts an hour (and a day) to find one's own line; a township may stand behind one
# address, and in a large county two hundred people bear the commonest name.
LOOKUPS_A_NAME_AND_ADDRESS = env.integer("LOOKUPS_A_NAME_AND_ADDRESS", 10, least=1)
LOOKUPS_A_NAME = env.integer("LOOKUPS_A_NAME", 30, least=1)
LOOKUPS_A_NAME_A_DAY = env.integer("LOOKUPS_A_NAME_A_DAY", 60, least=1)
LOOKUPS_AN_ADDRESS = env.integer("LOOKUPS_AN_ADDRESS", 600, least=1)

# Letters: of the same words, of one writer, from one device. An address alone refuses
# none: a township may share one.
LETTERS_OF_SAME_WORDS_A_DAY = env.integer("LETTERS_OF_SAME_WORDS_A_DAY", 5, least=1)
LETTERS_A_CONTACT_A_DAY = env.integer("LETTERS_A_CONTACT_A_DAY", 20, least=1)
LETTERS_A_DEVICE_AN_HOUR = env.integer("LETTERS_A_DEVICE_AN_HOUR", 20, least=1)
LETTER_FILE_MAX_BYTES = env.integer("LETTER_FILE_MAX_BYTES", 10 * 1024 * 1024, least=1)
# A warning so many working days before the last one; the yellow card (△) and the red
# one (■) from so many after it.
LETTER_WARNED_DAYS = env.integer("LETTER_WARNED_DAYS", 1, least=0)
LETTER_YELLOW_DAYS = env.integer("LETTER_YELLOW_DAYS", 1, least=1)
LETTER_RED_DAYS = env.integer("LETTER_RED_DAYS", 3, least=1)
# Tries to open a letter by number and code.
TRACKS_AN_ADDRESS_AN_HOUR = env.integer("TRACKS_AN_ADDRESS_AN_HOUR", 300, least=1)
TRACKS_A_NUMBER_AN_HOUR = env.integer("TRACKS_A_NUMBER_AN_HOUR", 20, least=1)
# Pages of posted recipient lists an hour.
LIST_PAGES_AN_ADDRESS = env.integer("LIST_PAGES_AN_ADDRESS", 300, least=1)

# Alerts of searches: requests an hour from one place, mails a day that ask one mailbox
# to confirm, and all of them together; how many alerts a mailbox may have.
ALERT_REQUESTS_AN_ADDRESS = env.integer("ALERT_REQUESTS_AN_ADDRESS", 30, least=1)
ALERT_MAILS_A_MAILBOX = env.integer("ALERT_MAILS_A_MAILBOX", 3, least=1)
ALERT_MAILS_A_DAY = env.integer("ALERT_MAILS_A_DAY", 1000, least=1)
ALERTS_A_MAILBOX = env.integer("ALERTS_A_MAILBOX", 20, least=1)
