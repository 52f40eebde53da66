using System.Text.Json.Nodes;

namespace Taler.Merchant.Tests.Client;

public sealed class OtherCallsTests
{
    [Fact]
    public async Task A_list_is_asked_for_by_session_and_fulfillment_url()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json(
            """
            {"orders":[{"order_id":"A","row_id":7,"timestamp":{"t_s":1},"amount":"KUDOS:4","summary":"An essay","refundable":true,"paid":true},{"order_id":"B"}]}
            """));
        await using var host = MerchantHost.Of(backend);

        var orders = await host.Client.ListOrdersAsync(new ListOrdersRequest
        {
            Paid = true,
            Refunded = false,
            Limit = 5,
            Offset = 12,
            SessionId = Orders.Session,
            FulfillmentUrl = "https://shop.example/a?b=c&d",
        });

        Assert.Equal(
            $"/instances/shop/private/orders?paid=yes&refunded=no&limit=5&offset=12&session_id={Orders.Session.Value}&fulfillment_url=https%3A%2F%2Fshop.example%2Fa%3Fb%3Dc%26d",
            Assert.Single(backend.Requests).Target);
        Assert.Equal(["A", "B"], orders.Select(order => order.OrderId.Value));
        Assert.Equal((7L, Orders.Price, true, true), (orders[0].RowId, orders[0].Amount, orders[0].Paid, orders[0].Refundable));
    }

    [Fact]
    public async Task A_list_without_wishes_has_the_newest_twenty()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json("""{"orders":[]}"""));
        await using var host = MerchantHost.Of(backend);

        Assert.Empty(await host.Client.ListOrdersAsync());
        Assert.Equal("/instances/shop/private/orders?limit=-20", Assert.Single(backend.Requests).Target);
    }

    [Fact]
    public async Task A_refund_names_the_total_and_brings_the_recorded_refund_uri()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json(RecordedAnswers.Refund));
        await using var host = MerchantHost.Of(backend);

        var result = await host.Client.RefundAsync(Orders.Id, Amount.Parse("KUDOS:1.28"), "Not as described");

        Assert.Equal("taler://refund/backend.demo.taler.net/instances/sandbox/2026.029-02M2JNJ2TGA2P/", result.TalerRefundUri.Value);
        var request = Assert.Single(backend.Requests);
        Assert.Equal("/instances/shop/private/orders/2026.029-02M2JNJ2TGA2P/refund", request.Target);
        Assert.Equal("""{"refund":"KUDOS:1.28","reason":"Not as described"}""", request.Body);
    }

    [Theory]
    [InlineData("""{"taler_refund_uri":"taler://refund/b.example/other/"}""")]
    [InlineData("""{"taler_refund_uri":"https://b.example/"}""")]
    [InlineData("{}")]
    public async Task A_refund_of_another_order_is_no_answer(string answer)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json(answer));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.RefundAsync(Orders.Id, Orders.Price, ""));

        Assert.Equal(TalerMerchantFailure.InvalidAnswer, e.Failure);
    }

    [Fact]
    public async Task Deleting_what_is_gone_is_no_failure()
    {
        await using var backend = await ScriptedBackend.StartAsync(
            Answers.NoContent, Answers.Error(404, TalerErrorCodes.OrderUnknown), Answers.NoContent, Answers.Error(404, TalerErrorCodes.WebhookUnknown));
        await using var host = MerchantHost.Of(backend);

        await host.Client.DeleteOrderAsync(Orders.Id);
        await host.Client.DeleteOrderAsync(Orders.Id, force: true);
        await host.Client.DeleteWebhookAsync("a/b c");
        await host.Client.DeleteWebhookAsync("gone");

        Assert.All(backend.Requests, request => Assert.Equal("DELETE", request.Method));
        Assert.Equal(
            [
                "/instances/shop/private/orders/2026.029-02M2JNJ2TGA2P",
                "/instances/shop/private/orders/2026.029-02M2JNJ2TGA2P?force=yes",
                "/instances/shop/private/webhooks/a%2Fb%20c",
                "/instances/shop/private/webhooks/gone",
            ],
            backend.Requests.Select(request => request.Target));
    }

    [Theory]
    [InlineData(409, 2520)]
    [InlineData(409, 2521)]
    [InlineData(404, TalerErrorCodes.InstanceUnknown)]
    public async Task Deleting_what_may_not_be_deleted_is_refused(int status, int code)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(status, code));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.DeleteOrderAsync(Orders.Id));

        Assert.Equal((TalerMerchantFailure.Refused, code), (e.Failure, e.Code));
    }

    [Fact]
    public async Task Webhooks_are_made_changed_listed_and_read()
    {
        await using var backend = await ScriptedBackend.StartAsync(
            Answers.NoContent,
            Answers.NoContent,
            Answers.Json("""{"webhooks":[{"webhook_id":"w","event_type":"refund"}]}"""),
            Answers.Json("""{"event_type":"refund","url":"https://shop.example/hook","http_method":"POST","body_template":"{{order_id}}"}"""),
            Answers.Error(404, TalerErrorCodes.WebhookUnknown));
        await using var host = MerchantHost.Of(backend);
        var webhook = new Webhook { WebhookId = "w", EventType = WebhookEventTypes.Refund, Url = "https://shop.example/hook", BodyTemplate = "{{order_id}}" };

        await host.Client.CreateWebhookAsync(webhook);
        await host.Client.UpdateWebhookAsync(webhook);
        var list = await host.Client.ListWebhooksAsync();
        var read = await host.Client.GetWebhookAsync("w");
        var none = await host.Client.GetWebhookAsync("none");

        Assert.Equal([new WebhookListEntry("w", "refund")], list);
        Assert.Equal(webhook, read);
        Assert.Null(none);
        Assert.Equal(["POST", "PATCH", "GET", "GET", "GET"], backend.Requests.Select(request => request.Method));
        var sent = """{"webhook_id":"w","event_type":"refund","url":"https://shop.example/hook","http_method":"POST","body_template":"{{order_id}}"}""";
        Assert.All(backend.Requests.Take(2), request => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(sent), JsonNode.Parse(request.Body)), request.Body));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_webhook_id_never_climbs_out_of_its_folder(string webhookId)
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var host = MerchantHost.Of(backend);

        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.DeleteWebhookAsync(webhookId));

        Assert.Empty(backend.Requests);
    }

    [Fact]
    public async Task A_session_that_paid_did_not_pay_and_is_not_known_are_three_answers()
    {
        await using var backend = await ScriptedBackend.StartAsync(
            Answers.Json("""{"order_id":"2026.029-02M2JNJ2TGA2P"}"""), Answers.Json("{}"), Answers.Json(202, "{}"), Answers.Error(404, 2020));
        await using var host = MerchantHost.Of(backend);

        Task<SessionStatus> Ask() => host.Client.GetSessionStatusAsync(Orders.Session, "https://shop.example/essays/1");

        Assert.Equal(new SessionStatus.Paid(Orders.Id), await Ask());
        Assert.Equal(new SessionStatus.Paid(null), await Ask());
        Assert.IsType<SessionStatus.Unpaid>(await Ask());
        Assert.IsType<SessionStatus.NotFound>(await Ask());
        Assert.All(backend.Requests, request => Assert.Equal(
            $"/instances/shop/sessions/{Orders.Session.Value}?fulfillment_url=https%3A%2F%2Fshop.example%2Fessays%2F1", request.Target));
    }

    [Theory]
    [InlineData(TalerErrorCodes.EndpointUnknown)]
    [InlineData(TalerErrorCodes.InstanceUnknown)]
    [InlineData(TalerErrorCodes.InstanceDeleted)]
    public async Task A_session_is_not_unknown_where_the_address_is_wrong(int code)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(404, code));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetSessionStatusAsync(Orders.Session, "https://shop.example/"));

        Assert.Equal(TalerMerchantFailure.Refused, e.Failure);
    }

    [Fact]
    public async Task The_configuration_tells_currencies_and_version()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json(
            """
            { "name": "taler-merchant", "version": "30:0:18", "currency": "KUDOS", "implementation": "urn:net:taler:specs:taler-merchant:c-reference",
              "currencies": { "KUDOS": { "name": "Kudos (Taler Demonstrator)", "currency": "KUDOS", "num_fractional_input_digits": 2,
                "num_fractional_normal_digits": 2, "num_fractional_trailing_zero_digits": 2, "alt_unit_names": {"0": "ク"} } },
              "exchanges": [], "have_self_provisioning": false, "have_donau": true, "build_version": "x" }
            """));
        await using var host = MerchantHost.Of(backend);

        var config = await host.Client.GetConfigAsync();

        Assert.Equal(("30:0:18", "KUDOS"), (config.Version, config.Currency));
        Assert.Equal(("ク", 2), (config.Currencies["KUDOS"].AlternativeUnitNames["0"], config.Currencies["KUDOS"].FractionalInputDigits));
        Assert.Equal("/instances/shop/config", Assert.Single(backend.Requests).Target);
    }

    [Theory]
    [InlineData("25:0:13")]
    [InlineData("30:0:18")]
    [InlineData("25:3:0")]
    [InlineData("12:0:0")]
    [InlineData("20:0:8")]
    public Task A_backend_fits_that_speaks_a_version_of_ours(string version) =>
        AskConfigAsync($$"""{"name":"taler-merchant","version":"{{version}}","currency":"KUDOS"}""");

    [Theory]
    [InlineData("""{"name":"taler-merchant","version":"11:0:5","currency":"KUDOS"}""")]
    [InlineData("""{"name":"taler-merchant","version":"30:0:4","currency":"KUDOS"}""")]
    [InlineData("""{"name":"taler-merchant","version":"thirty","currency":"KUDOS"}""")]
    [InlineData("""{"name":"taler-merchant","currency":"KUDOS"}""")]
    [InlineData("""{"name":"taler-exchange","version":"25:0:13","currency":"KUDOS"}""")]
    [InlineData("""{"version":"25:0:13","currency":"KUDOS"}""")]
    public async Task What_is_no_merchant_backend_or_too_old_or_too_new_does_not_fit(string answer)
    {
        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => AskConfigAsync(answer));

        Assert.Equal(TalerMerchantFailure.Incompatible, e.Failure);
        Assert.Contains("Merchant:BaseUrl", e.Message, StringComparison.Ordinal);
    }

    private static async Task<MerchantConfig> AskConfigAsync(string answer)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json(answer));
        await using var host = MerchantHost.Of(backend);
        return await host.Client.GetConfigAsync();
    }
}
