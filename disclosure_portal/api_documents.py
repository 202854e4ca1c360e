"""The description of the interface: as OpenAPI, and as a page to read and try.

Loaded with the first request for one of them (foundation/lazy.py).
"""

from __future__ import annotations

from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

schema = SpectacularAPIView.as_view(api_version="v1")
documents = SpectacularSwaggerSplitView.as_view(url_name="api-schema")
