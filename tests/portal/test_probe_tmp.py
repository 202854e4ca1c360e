import json, pytest
from tests.portal import letter_examples as le
pytestmark = pytest.mark.django_db
def test_probe(settings):
    settings.SITE_URL = "https://www.example.gov.cn"
    for name in ("post /letters/track/","get /letters/","get /letter-figures/","post /work-orders/","get /work-orders/steps/"):
        print("@@", name, json.dumps(le.ANSWERS[name](None), ensure_ascii=False))
    print("@@ all", json.dumps(le._hotline().steps(), ensure_ascii=False))
