from __future__ import annotations

from django.urls import path

from . import desk_monitoring_views, desk_order_views

urlpatterns = [
    path("orders/", desk_order_views.orders, name="desk-orders"),
    path("orders.xlsx", desk_order_views.ledger, name="desk-orders-xlsx"),
    path("orders/new/", desk_order_views.new, name="desk-order-new"),
    path("orders/<int:pk>/", desk_order_views.order, name="desk-order"),
    path("orders/<int:pk>/sheet/", desk_order_views.sheet, name="desk-order-sheet"),
    path(
        "orders/<int:pk>/files/<int:file>/",
        desk_order_views.file,
        name="desk-order-file",
    ),
    path("orders/<int:pk>/<slug:name>/", desk_order_views.deed, name="desk-order-deed"),
    path("monitoring/", desk_monitoring_views.monitoring, name="desk-monitoring"),
    path("monitoring.xlsx", desk_monitoring_views.sheet, name="desk-monitoring-xlsx"),
    path(
        "monitoring/rules/", desk_monitoring_views.rules, name="desk-monitoring-rules"
    ),
]
