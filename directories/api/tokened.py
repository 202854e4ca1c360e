"""The base of resources for units' own systems: each request shows a token."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, cast

from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.common import no_append_slash
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.viewsets import GenericViewSet

from disclosure_portal.foundation.api.errors import refuse_strange
from disclosure_portal.foundation.api.parsers import StrictJSONParser
from disclosure_portal.foundation.api.renderers import OrjsonRenderer
from disclosure_portal.foundation.api.throttling import ReadThrottle
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.sign_in import address_of
from disclosure_portal.foundation.workflow import NotAllowed

from ..models import ApiToken
from ..tokens import BadToken, recognise

SCHEME = "Bearer"


class ScopeMissing(NotAllowed):
    """The token was not issued for this."""

    code = "scope_missing"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …`; never a session, so that no page of another site
    can write in a signed-in person's name."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken]:
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower() or not text.strip():
            raise NotAuthenticated(_("Send “Authorization: Bearer” and the token."))
        try:
            token = recognise(text.strip(), address=address_of(request._request))
        except BadToken as refusal:
            raise AuthenticationFailed(str(refusal), refusal.code) from None
        account = token.system.user
        account.shown = {"token": token.prefix, "address": token.last_used_from}
        return account, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "systemToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": str(
                gettext_lazy("The token of a unit's system, issued by its overseer.")
            ),
        }


class TokenThrottle(ReadThrottle):
    """Counted for each token, whatever address it comes from."""

    def get_ident(self, request: Any) -> str:
        token = getattr(request, "auth", None)
        return f"token-{token.pk}" if token else BaseThrottle.get_ident(self, request)


class ByContentType(DefaultContentNegotiation):
    """A body is read by what it says it is; the answer is JSON always."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class TokenViewSet(GenericViewSet):
    """`scopes` names the right that each action asks of the token; none is needed
    for reading what the system itself handed in."""

    authentication_classes = (TokenAuthentication,)
    renderer_classes = (OrjsonRenderer,)
    parser_classes: tuple[type[BaseParser], ...] = (StrictJSONParser,)
    content_negotiation_class = ByContentType
    throttle_classes = (TokenThrottle,)
    throttle_scope = "system"
    scopes: ClassVar[dict[str, str]] = {}
    # The parameters that each action knows.
    parameters: ClassVar[dict[str, frozenset[str]]] = {}

    # A client follows a redirect by reading what it meant to write.
    @no_append_slash
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)

    @property
    def token(self) -> ApiToken:
        return cast(ApiToken, self.request.auth)

    @property
    def account(self) -> User:
        return cast(User, self.request.user)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        scope = self.scopes.get(self.action or "")
        if scope and not getattr(self.token, scope):
            raise ScopeMissing(_("The token was not issued for this."))
        refuse_strange(request, self.parameters.get(self.action or "", frozenset()))

    def permission_denied(
        self, request: Request, message: str | None = None, code: str | None = None
    ) -> NoReturn:
        raise NotAllowed(message or _("The token was not issued for this."))
