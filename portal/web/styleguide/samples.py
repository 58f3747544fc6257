"""What the components are shown with: short and long words, in the languages that need most room."""

SHORT = "Webhook address"
GERMAN = "Nachrichtenvorlagenkategorieänderungsbenachrichtigung für Telefonnummernregistrierungsverfahren"
RUSSIAN = "Незарегистрированные телефонные номера, которые невозможно перерегистрировать самостоятельно"
HINT = "Begins with https and answers within five seconds."
ERROR = "Enter an address that begins with https."
UNBROKEN = "https://example.org/" + "hooks/" * 20
CHOICES = (("yes", "Yes"), ("no", "No, and I do not know why"), ("long", GERMAN))
NAMES = {"short": SHORT, "german": GERMAN, "russian": RUSSIAN, "hint": HINT, "unbroken": UNBROKEN}
"""What templates call them by."""
STATES = (
    ("Pointer over", "Links and buttons take the strong accent, borders the accent; nothing moves, nothing grows."),
    ("Focus", "A ring of 3 px, 2 px away, in a colour of its own; the same for everything that takes the keyboard."),
    ("Disabled", "Only while a form is on its way, so that one click sends once; nothing else is ever switched off."),
    ("Loading", "What stands there stays until the new is there; what takes longer says so in words."),
    ("Empty", "An icon, what is missing in one line, and the way on."),
)
"""What cannot be seen on a page that stands still."""
