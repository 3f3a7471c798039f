"""The site with the style guide, which otherwise stands in DEBUG only."""

from django.urls import path

from burlov_styrning.pages.styleguide import styleguide
from burlov_styrning.urls import urlpatterns as site

urlpatterns = [path("styleguide/", styleguide), *site]
