namespace Taler.Merchant.Tests.Support;

/// <summary>
/// Answers of backend.demo.taler.net/instances/sandbox from January 2026, as recorded in the tests of openfoodfoundation/taler-ruby.
/// Summaries and keys are replaced, hosts are written out, and the logo is as long as the real one.
/// </summary>
internal static class RecordedAnswers
{
    public const string Created = """{"order_id":"2026.029-02M2JNJ2TGA2P"}""";

    public const string Unpaid = """
        { "taler_pay_uri": "taler://pay/backend.demo.taler.net/instances/sandbox/2026.029-02M2JNJ2TGA2P/",
          "order_status_url": "https://backend.demo.taler.net/instances/sandbox/orders/2026.029-02M2JNJ2TGA2P",
          "order_status": "unpaid", "total_amount": "KUDOS:4", "summary": "An essay", "creation_time": {"t_s": 1769662262} }
        """;

    public const string Refund = """
        {"taler_refund_uri":"taler://refund/backend.demo.taler.net/instances/sandbox/2026.029-02M2JNJ2TGA2P/",
         "h_contract":"C2RFVMR7C2RFVMR7C2RFVMR7C2RFVMR7C2RFVMR7C2RFVMR7C2RFVMR7C2RFVMR7C2RFVMR7C2RFVMR7C2RFVMR7C2RFVMR7C2RFVMR"}
        """;

    public const string RefundOfUnpaid = """{"code":2531,"hint":"The order provided to the backend was not paid.","detail":"2026.028-01N0EGCRPJ1J0"}""";

    public const string Token = """
        {"access_token":"secret-token:fetched","token":"secret-token:fetched","scope":"write","refreshable":false,"expiration":{"t_s":1768366268}}
        """;

    public static string Contract { get; } = $$"""
        { "version": 0, "nonce": "N0NCEN0NCEN0NCEN0NCEN0NCEN0NCEN0NCEN0NCEN0NCEN0NCE00", "amount": "KUDOS:4", "max_fee": "KUDOS:0.05",
          "summary": "An essay", "order_id": "2026.029-02M2JNJ2TGA2P", "products": [], "timestamp": {"t_s": 1769662262},
          "pay_deadline": {"t_s": 1769662562}, "refund_deadline": {"t_s": 0}, "wire_transfer_deadline": {"t_s": 1769662982},
          "fulfillment_url": "http://example.com", "merchant_base_url": "https://backend.demo.taler.net/instances/sandbox/",
          "merchant_pub": "PVBPVBPVBPVBPVBPVBPVBPVBPVBPVBPVBPVBPVBPVBPVBPVBPVB0",
          "merchant": { "name": "Sandbox", "address": {}, "jurisdiction": {}, "logo": "data:image/png;base64,{{new string('A', 15_000)}}" },
          "h_wire": "W1REW1REW1RE", "wire_method": "x-taler-bank", "minimum_age": 0,
          "exchanges": [{"url": "https://exchange.demo.taler.net/", "priority": 1024, "master_pub": "MA5TER", "max_contribution": "KUDOS:4"}] }
        """;

    public static string Claimed { get; } = $$"""
        {"order_status_url":"https://backend.demo.taler.net/instances/sandbox/orders/2026.029-02M2JNJ2TGA2P","contract_terms":{{Contract}},"order_status":"claimed"}
        """;

    public static string Paid { get; } = $$"""
        { "wire_reports": [], "exchange_code": 0, "exchange_http_status": 0, "exchange_ec": 0, "exchange_hc": 0,
          "deposit_total": "KUDOS:0", "contract_terms": {{Contract}}, "order_status": "paid", "last_payment": {"t_s": 1769663413},
          "refunded": false, "wired": false, "refund_pending": false, "refund_amount": "KUDOS:0", "wire_details": [],
          "refund_details": [], "order_status_url": "https://backend.demo.taler.net/instances/sandbox/orders/2026.029-02M2JNJ2TGA2P" }
        """;
}
