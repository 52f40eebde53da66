namespace Taler.Merchant.Tests.Client;

public sealed class OrderStatusTests
{
    private const string PayUri = "taler://pay/backend.example/instances/shop/2026.029-02M2JNJ2TGA2P/";
    private const string PageUrl = "https://backend.example/instances/shop/orders/2026.029-02M2JNJ2TGA2P";

    [Fact]
    public async Task The_question_names_the_order_and_the_session()
    {
        await using var backend = await ScriptedBackend.StartAsync(Orders.Paid, Answers.Json(RecordedAnswers.Paid.Replace(Orders.Id.Value, "a:b", StringComparison.Ordinal)));
        await using var host = MerchantHost.Of(backend);

        await host.Client.GetOrderStatusAsync(Orders.Id);
        await host.Client.GetOrderStatusAsync(OrderId.Parse("a:b"), Orders.Session);

        Assert.Equal(
            ["/instances/shop/private/orders/2026.029-02M2JNJ2TGA2P", "/instances/shop/private/orders/a%3Ab?session_id=" + Orders.Session.Value],
            backend.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task The_recorded_unpaid_answer_is_read()
    {
        var unpaid = await AskAsync<OrderStatus.Unpaid>(RecordedAnswers.Unpaid);

        Assert.Equal(Orders.Id, unpaid.TalerPayUri.OrderId);
        Assert.Equal("https://backend.demo.taler.net/instances/sandbox/orders/2026.029-02M2JNJ2TGA2P", unpaid.OrderStatusUrl.AbsoluteUri);
        Assert.Equal((Orders.Price, "An essay", Timestamp.FromSeconds(1769662262)), (unpaid.TotalAmount, unpaid.Summary, unpaid.CreationTime));
        Assert.Null(unpaid.PayDeadline);
        Assert.Null(unpaid.AlreadyPaidOrderId);
    }

    [Fact]
    public async Task The_recorded_claimed_answer_is_read()
    {
        var claimed = await AskAsync<OrderStatus.Claimed>(RecordedAnswers.Claimed);

        Assert.NotNull(claimed.OrderStatusUrl);
        Assert.Equal((Orders.Price, "http://example.com", 0), (claimed.ContractTerms.Amount, claimed.ContractTerms.FulfillmentUrl, claimed.ContractTerms.Version));
        Assert.Equal(Timestamp.FromSeconds(1769662562), claimed.ContractTerms.PayDeadline);
        Assert.Equal(Timestamp.FromSeconds(0), claimed.ContractTerms.RefundDeadline);
        Assert.Null(claimed.ContractTerms.Extra);
    }

    [Fact]
    public async Task The_recorded_paid_answer_is_read()
    {
        var paid = await AskAsync<OrderStatus.Paid>(RecordedAnswers.Paid);

        Assert.Equal((false, false, Amount.Zero("KUDOS"), false), (paid.Refunded, paid.RefundPending, paid.RefundAmount, paid.Wired));
        Assert.Equal(Timestamp.FromSeconds(1769663413), paid.LastPayment);
        Assert.Equal(Orders.Price, paid.AmountPaid);
    }

    [Fact]
    public async Task An_order_that_was_refunded_stays_paid_and_says_so()
    {
        var answer = RecordedAnswers.Paid
            .Replace("\"refunded\": false", "\"refunded\": true", StringComparison.Ordinal)
            .Replace("\"refund_pending\": false", "\"refund_pending\": true", StringComparison.Ordinal)
            .Replace("\"refund_amount\": \"KUDOS:0\"", "\"refund_amount\": \"KUDOS:1.28\"", StringComparison.Ordinal);

        var paid = await AskAsync<OrderStatus.Paid>(answer);

        Assert.Equal((true, true, Amount.Parse("KUDOS:1.28")), (paid.Refunded, paid.RefundPending, paid.RefundAmount));
    }

    [Fact]
    public async Task An_order_already_paid_under_the_session_is_named()
    {
        var unpaid = await AskAsync<OrderStatus.Unpaid>(
            $$"""
            { "order_status": "unpaid", "taler_pay_uri": "{{PayUri}}", "order_status_url": "{{PageUrl}}",
              "already_paid_order_id": "2026.001-0LD", "already_paid_fulfillment_url": "https://shop.example/essays/1" }
            """);

        Assert.Equal(("2026.001-0LD", "https://shop.example/essays/1"), (unpaid.AlreadyPaidOrderId?.Value, unpaid.AlreadyPaidFulfillmentUrl));
    }

    [Fact]
    public async Task Since_v25_the_offer_stands_in_the_proto_contract()
    {
        var unpaid = await AskAsync<OrderStatus.Unpaid>(
            $$"""
            { "order_status": "unpaid", "taler_pay_uri": "{{PayUri}}", "order_status_url": "{{PageUrl}}",
              "proto_contract_terms": { "summary": "An essay", "amount": "KUDOS:4", "timestamp": {"t_s": 1}, "pay_deadline": {"t_s": 2}, "unheard_of": {} } }
            """);

        Assert.Equal((Orders.Price, "An essay", Timestamp.FromSeconds(1)), (unpaid.TotalAmount, unpaid.Summary, unpaid.CreationTime));
        Assert.Equal(Timestamp.FromSeconds(2), unpaid.PayDeadline);
    }

    [Fact]
    public async Task A_direct_pay_deadline_goes_before_the_one_of_the_proto_contract()
    {
        var unpaid = await AskAsync<OrderStatus.Unpaid>(
            $$"""
            { "order_status": "unpaid", "taler_pay_uri": "{{PayUri}}", "order_status_url": "{{PageUrl}}",
              "pay_deadline": {"t_s": "never"}, "proto_contract_terms": { "pay_deadline": {"t_s": 2} } }
            """);

        Assert.True(unpaid.PayDeadline?.IsNever);
    }

    [Fact]
    public async Task Before_v19_a_claimed_order_has_no_page()
    {
        var claimed = await AskAsync<OrderStatus.Claimed>($$"""{"order_status":"claimed","contract_terms":{{RecordedAnswers.Contract}}}""");

        Assert.Null(claimed.OrderStatusUrl);
    }

    [Fact]
    public async Task Before_v14_the_last_payment_is_not_told()
    {
        var paid = await AskAsync<OrderStatus.Paid>(
            $$"""{ "order_status": "paid", "contract_terms": {{RecordedAnswers.Contract}}, "refunded": false, "order_status_url": "{{PageUrl}}" }""");

        Assert.Null(paid.LastPayment);
        Assert.Null(paid.RefundAmount);
        Assert.Null(paid.ChoiceIndex);
    }

    [Fact]
    public async Task Members_of_later_versions_are_skipped()
    {
        var answer = RecordedAnswers.Paid.Insert(1, """ "refunds_external": [{"amount": 7}], "exchange_ec": "x", "choice_index": null, "later": [[{}]], """);

        Assert.IsType<OrderStatus.Paid>(await AskAsync<OrderStatus.Paid>(answer));
    }

    [Theory]
    [InlineData("1", "KUDOS:5")]
    [InlineData("0", "KUDOS:0")]
    [InlineData("null", null)]
    [InlineData("2", null)]
    [InlineData("-1", null)]
    public async Task What_was_paid_of_a_v1_contract_is_the_chosen_choice(string index, string? amount)
    {
        var paid = await AskAsync<OrderStatus.Paid>(
            $$"""
            { "order_status": "paid", "order_status_url": "{{PageUrl}}", "refunded": false, "choice_index": {{index}},
              "contract_terms": { "version": 1, "summary": "An essay", "extra": {"taler_paywall": {"resource": "essay:1"} },
                "choices": [{"amount": "KUDOS:0", "inputs": [], "outputs": []}, {"amount": "KUDOS:5", "max_fee": "KUDOS:1"}], "token_families": {} } }
            """);

        Assert.Equal(amount, paid.AmountPaid?.ToString());
        Assert.Equal("essay:1", paid.ContractTerms.Extra?.GetProperty("taler_paywall").GetProperty("resource").GetString());
    }

    [Fact]
    public async Task An_order_that_the_backend_does_not_know_is_an_answer()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(404, TalerErrorCodes.OrderUnknown));
        await using var host = MerchantHost.Of(backend);

        Assert.IsType<OrderStatus.NotFound>(await host.Client.GetOrderStatusAsync(Orders.Id));
    }

    [Theory]
    [InlineData("""{"order_status":"settled","order_status_url":"https://b.example/o"}""")]
    [InlineData("""{"order_status":"Paid","order_status_url":"https://b.example/o","refunded":false,"contract_terms":{"summary":"s","amount":"KUDOS:4"}}""")]
    [InlineData("""{"order_status":null}""")]
    [InlineData("""{"order_status":1}""")]
    [InlineData("""{"paid":true}""")]
    [InlineData("""{"order_status":"paid","order_status_url":"https://b.example/o","contract_terms":{"summary":"s","amount":"KUDOS:4"}}""")]
    [InlineData("""{"order_status":"paid","order_status_url":"https://b.example/o","refunded":"false","contract_terms":{"summary":"s","amount":"KUDOS:4"}}""")]
    [InlineData("""{"order_status":"paid","order_status_url":"https://b.example/o","refunded":false}""")]
    [InlineData("""{"order_status":"paid","order_status_url":"https://b.example/o","refunded":false,"contract_terms":{"summary":"s"}}""")]
    [InlineData("""{"order_status":"paid","order_status_url":"https://b.example/o","refunded":false,"contract_terms":{"version":2,"summary":"s","amount":"KUDOS:4"}}""")]
    [InlineData("""{"order_status":"paid","order_status_url":"https://b.example/o","refunded":false,"contract_terms":{"order_id":"other","summary":"s","amount":"KUDOS:4"}}""")]
    [InlineData("""{"order_status":"paid","order_status_url":"javascript:alert(1)","refunded":false,"contract_terms":{"summary":"s","amount":"KUDOS:4"}}""")]
    [InlineData("""{"order_status":"claimed","contract_terms":[]}""")]
    [InlineData("""{"order_status":"unpaid","order_status_url":"https://b.example/o"}""")]
    [InlineData("""{"order_status":"unpaid","taler_pay_uri":"https://b.example/","order_status_url":"https://b.example/o"}""")]
    [InlineData("""{"order_status":"unpaid","taler_pay_uri":"taler://pay/b.example/other/","order_status_url":"https://b.example/o"}""")]
    [InlineData("""{"order_status":"unpaid","taler_pay_uri":"taler://pay/b.example/2026.029-02M2JNJ2TGA2P/0ther","order_status_url":"https://b.example/o"}""")]
    [InlineData("""{"order_status":"unpaid","taler_pay_uri":"taler://pay/b.example/2026.029-02M2JNJ2TGA2P/"}""")]
    [InlineData("""{"order_status":"unpaid","taler_pay_uri":"taler://pay/b.example/2026.029-02M2JNJ2TGA2P/","order_status_url":"/orders/1"}""")]
    [InlineData("""{"order_status":"unpaid","taler_pay_uri":"taler://pay/b.example/2026.029-02M2JNJ2TGA2P/","order_status_url":"https://b.example/o","total_amount":4}""")]
    [InlineData("""{"order_status":"unpaid","taler_pay_uri":"taler://pay/b.example/2026.029-02M2JNJ2TGA2P/","order_status_url":"https://b.example/o","already_paid_order_id":"../x"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"paid\"")]
    public async Task What_does_not_say_clearly_how_the_order_stands_is_no_status(string answer)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json(answer));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id, Orders.Session));

        Assert.Equal((TalerMerchantFailure.InvalidAnswer, 200), (e.Failure, (int)e.StatusCode!));
        Assert.Single(backend.Requests);
    }

    private static async Task<TStatus> AskAsync<TStatus>(string answer)
        where TStatus : OrderStatus
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json(answer));
        await using var host = MerchantHost.Of(backend);
        return Assert.IsType<TStatus>(await host.Client.GetOrderStatusAsync(Orders.Id, Orders.Session));
    }
}
