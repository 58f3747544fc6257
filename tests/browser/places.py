"""Every kind of page, one after another, as one customer comes to see them."""

from collections.abc import Iterator

from tests.browser.customer import Customer, Trouble

# An article with code, tables and a summary; the policy's tables are the widest.
PUBLIC_PAGES = {
    "home": "/",
    "category": "/messages/",
    "article": "/webhooks/set-up",
    "policy": "/policy/plans-and-response-times",
    "search": "/search?q=131047",
    "error codes": "/errors/",
    "error code": "/errors/131047",
    "trees": "/troubleshoot/",
    "first question": "/troubleshoot/template-refused/",
    "further question": "/troubleshoot/messages-not-delivered/message-id/failed/",
    "outcome": "/troubleshoot/messages-not-delivered/message-id/failed/window/",
    "answers come along": "/help/?tree=number-not-registered/error/mismatch/nobody",
    "nothing found": "/search?q=zzzzqqqq",
    "status": "/status",
    "start of the wizard": "/help/",
    "accessibility": "/accessibility/",
    "did not help": "/webhooks/set-up/helpful?said=no",
    "404": "/nothing/here",
    "sign-in": "/sign-in",
}
# As long as words and addresses get in what customers paste.
LONG = Trouble(
    subject="https://api.example.com/v1/messages/" + "x" * 90,
    error='{"error": {"code": 131047, "fbtrace_id": "' + "A1b2" * 30 + '"}}',
    description="Donaudampfschifffahrtsgesellschaftskapitänskajütentür" * 2 + "\nпревысокомногорассмотрительствующий",
)


def visit_public_pages(customer: Customer) -> Iterator[str]:
    """What everybody sees."""
    for name, path in PUBLIC_PAGES.items():
        customer.opens(path)
        yield name


def acts_of(reference: str) -> dict[str, str]:
    """Where a customer does something with a request, or with everything that is stored of them."""
    acts = {act: f"/requests/{reference}/{act}" for act in ("close", "copy", "feedback")}
    return {**acts, "my data": "/requests/my-data", "deletion": "/requests/my-data/delete"}


def walk_through_everything(customer: Customer, *, mistakes: bool) -> Iterator[str]:
    """Every page of the wizard, also as it looks after mistakes, then the request and the list of requests.

    A second walk leads to the question that only somebody with an open request is asked.
    """
    for step in customer.walks_to_review(LONG):
        yield step
        if step == "answers":
            opens_everything(customer)
            yield "answers, read in place"
        if mistakes and step in {"access", "problem", "answers", "details", "impact", "contact", "code"}:
            customer.sends_nothing()
            yield f"{step} with mistakes"
    reference = customer.sends()
    yield "done"
    customer.opens("/requests/")
    yield "requests"
    customer.opens_request(reference)
    yield "request"
    for name, path in acts_of(reference).items():
        customer.opens(path)
        yield name
    for step in customer.walks_to_review(LONG):
        if step == "duplicates":
            yield step
            break
    customer.opens("/sign-out")
    yield "sign-out"


def opens_everything(customer: Customer) -> None:
    """Open what is folded away."""
    for folded in customer.page.locator("main details:not([open]) > summary").all():
        folded.click()


def meet_incident(customer: Customer) -> Iterator[str]:
    """The pages that look different on a day with an open incident."""
    for name in ("home", "status"):
        customer.opens(PUBLIC_PAGES[name])
        yield f"{name} with an incident"
    for step in customer.walks_to_review(Trouble(component="webhooks")):
        if step == "incidents":
            yield step
            break
