"""The language of a request: Swedish, until somebody has chosen another."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from burlov_styrning import spoken

Handler = Callable[[HttpRequest], HttpResponse]


def chosen_language(get_response: Handler) -> Handler:
    """Use the language of the cookie. The browser's own wish is not asked: the texts are the municipality's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request) if language == settings.LANGUAGE_CODE else _marked(get_response, request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _marked(get_response: Handler, request: HttpRequest) -> HttpResponse:
    """In another language: what people have written, which is in the municipality's, says so."""
    with spoken.listening() as heard:
        response = get_response(request)
    if heard and not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
        response.content = spoken.mark(response.content.decode(), heard).encode()
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(response.content))
    return response
