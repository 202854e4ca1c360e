"""Words of the trail that other files of tests ask for."""

from __future__ import annotations

# Done through a page, at the server or by nobody who is signed in: where it is tried.
ELSEWHERE = {
    "audience_set": "notices/test_health_page.py",
    "contact_erased": "feedback/test_contact_erasing.py",
    "contact_held": "feedback/test_contact_erasing.py",
    "contact_released": "feedback/test_contact_erasing.py",
    "rated": "feedback/test_work_orders.py",
    "result_begun": "feedback/test_results.py",
    "slip_handed": "feedback/test_notifying.py",
    "supplemented": "feedback/test_work_orders.py",
    "exported": "directories/test_trail_pages.py",
    "imported": "directories/test_agency_import.py",
    "imprinted": "notices/test_register_checking.py",
    "letter_step": "feedback/test_letter_course.py",
    "locked_out": "portal/test_sign_in.py",
    "password_changed": "portal/test_sign_in.py",
    "password_reset": "portal/test_sign_in.py",
    "personal_data_read": "portal/test_personal_reads.py",
    "post_given": "directories/test_administrators.py",
    "post_taken": "directories/test_administrators.py",
    "rows_written": "notices/test_more_registers.py",
    "second_factor_added": "directories/test_second_factor.py",
    "second_factor_removed": "directories/test_second_factor.py",
    "sign_in_failed": "portal/test_sign_in.py",
    "signed_in": "portal/test_sign_in.py",
    "signed_out": "portal/test_sign_in.py",
}
