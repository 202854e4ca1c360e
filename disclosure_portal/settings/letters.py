"""How often letters may be sent and followed, and when a clock gets its card."""

from __future__ import annotations

from . import environment as env

# Letters: of the same words, of one writer, from one device. An address alone refuses
# none: a township may share one.
LETTERS_OF_SAME_WORDS_A_DAY = env.integer("LETTERS_OF_SAME_WORDS_A_DAY", 5, least=1)
LETTERS_A_CONTACT_A_DAY = env.integer("LETTERS_A_CONTACT_A_DAY", 20, least=1)
LETTERS_A_DEVICE_AN_HOUR = env.integer("LETTERS_A_DEVICE_AN_HOUR", 20, least=1)
# Zero bits of the hash that a writer's device looks for while the letter is read once
# more; 0: none. Who brings none waits longer instead, and is refused by no means.
LETTER_WORK_BITS = env.integer("LETTER_WORK_BITS", 0, least=0)
LETTER_FILE_MAX_BYTES = env.integer("LETTER_FILE_MAX_BYTES", 10 * 1024 * 1024, least=1)

# A warning so many working days before the last one; the yellow card (△) and the red
# one (■) from so many after it.
LETTER_WARNED_DAYS = env.integer("LETTER_WARNED_DAYS", 1, least=0)
LETTER_YELLOW_DAYS = env.integer("LETTER_YELLOW_DAYS", 1, least=1)
LETTER_RED_DAYS = env.integer("LETTER_RED_DAYS", 3, least=1)

# Tries to open a letter by number and code.
TRACKS_AN_ADDRESS_AN_HOUR = env.integer("TRACKS_AN_ADDRESS_AN_HOUR", 300, least=1)
TRACKS_A_NUMBER_AN_HOUR = env.integer("TRACKS_A_NUMBER_AN_HOUR", 20, least=1)

# The gateway of text messages, and the key that signs what it is asked; off without.
SMS_URL = env.text("SMS_URL", "")
SMS_KEY = env.key("SMS_KEY") if SMS_URL else ""
# So long after a letter is settled, how to reach its writer is forgotten.
LETTER_CONTACT_MONTHS = env.integer("LETTER_CONTACT_MONTHS", 24, least=1)
