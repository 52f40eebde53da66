using System.Text.Json.Nodes;

namespace Taler.Merchant.Tests.Client;

public sealed class CreateOrderTests
{
    [Fact]
    public async Task An_order_is_sent_in_the_words_of_the_protocol()
    {
        await using var backend = await ScriptedBackend.StartAsync(Orders.Created);
        await using var host = MerchantHost.Of(backend);

        await host.Client.CreateOrderAsync(new CreateOrderRequest
        {
            Summary = "An essay",
            Amount = Orders.Price,
            OrderId = Orders.Id,
            FulfillmentUrl = "https://shop.example/essays/1",
            PublicReorderUrl = "https://shop.example/essays/1",
            RefundDelay = RelativeTime.FromTimeSpan(TimeSpan.FromDays(7)),
            AutoRefund = RelativeTime.FromTimeSpan(TimeSpan.FromSeconds(1)),
            PayDeadline = Timestamp.FromSeconds(1769662562),
            MinimumAge = 18,
            SessionId = Orders.Session,
            CreateToken = false,
            Extra = new JsonObject { ["taler_paywall"] = new JsonObject { ["resource"] = "essay:1" } },
        });

        var request = Assert.Single(backend.Requests);
        Assert.Equal(("POST", "/instances/shop/private/orders", "application/json"), (request.Method, request.Target, request.ContentType));
        var expected = $$"""
            { "order": { "order_id": "2026.029-02M2JNJ2TGA2P", "summary": "An essay", "amount": "KUDOS:4",
                "fulfillment_url": "https://shop.example/essays/1", "public_reorder_url": "https://shop.example/essays/1",
                "pay_deadline": {"t_s": 1769662562}, "auto_refund": {"d_us": 1000000}, "minimum_age": 18,
                "extra": {"taler_paywall": {"resource": "essay:1"} } },
              "refund_delay": {"d_us": 604800000000}, "session_id": "{{Orders.Session.Value}}", "create_token": false }
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(request.Body)), request.Body);
    }

    [Fact]
    public async Task An_order_says_no_more_than_it_must()
    {
        await using var backend = await ScriptedBackend.StartAsync(Orders.Created);
        await using var host = MerchantHost.Of(backend);

        await host.Client.CreateOrderAsync(Orders.Request());

        Assert.Equal("""{"order":{"summary":"An essay","amount":"KUDOS:4"},"create_token":true}""", Assert.Single(backend.Requests).Body);
    }

    [Fact]
    public async Task An_order_with_choices_is_of_version_1()
    {
        await using var backend = await ScriptedBackend.StartAsync(Orders.Created);
        await using var host = MerchantHost.Of(backend);

        await host.Client.CreateOrderAsync(new CreateOrderRequest
        {
            Summary = "An essay",
            Choices =
            [
                new OrderChoice { Amount = Amount.Zero("KUDOS"), Inputs = [new OrderChoiceToken("subscribers")] },
                new OrderChoice { Amount = Orders.Price, MaxFee = Amount.Parse("KUDOS:0.1"), Outputs = [new OrderChoiceToken("discounts", 2)] },
            ],
        });

        var expected = """
            { "order": { "version": 1, "summary": "An essay", "choices": [
                { "amount": "KUDOS:0", "inputs": [{"type": "token", "token_family_slug": "subscribers", "count": 1}], "outputs": [] },
                { "amount": "KUDOS:4", "max_fee": "KUDOS:0.1", "inputs": [], "outputs": [{"type": "token", "token_family_slug": "discounts", "count": 2}] } ] },
              "create_token": true }
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(backend.Requests[0].Body)), backend.Requests[0].Body);
    }

    [Theory]
    [InlineData("""{"order_id":"2026.029-02M2JNJ2TGA2P"}""", null, null)]
    [InlineData("""{"order_id":"2026.029-02M2JNJ2TGA2P","token":"C1A1M","pay_deadline":{"t_s":1769662562},"new":{"a":[1]}}""", "C1A1M", 1769662562L)]
    [InlineData("""{"order_id":"2026.029-02M2JNJ2TGA2P","token":"","pay_deadline":null}""", null, null)]
    public async Task What_came_of_it_is_read_from_old_and_new_backends(string answer, string? token, long? payDeadline)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json(answer));
        await using var host = MerchantHost.Of(backend);

        var result = await host.Client.CreateOrderAsync(Orders.Request(Orders.Id));

        var created = Assert.IsType<CreateOrderResult.Created>(result);
        Assert.Equal(Orders.Id, created.OrderId);
        Assert.Equal(token, created.ClaimToken?.Value);
        Assert.Equal(payDeadline is { } seconds ? Timestamp.FromSeconds(seconds) : null, created.PayDeadline);
    }

    [Fact]
    public async Task An_order_id_that_another_order_has_is_an_answer_and_no_exception()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(409, TalerErrorCodes.OrderExists));
        await using var host = MerchantHost.Of(backend);

        var result = await host.Client.CreateOrderAsync(Orders.Request(Orders.Id));

        Assert.IsType<CreateOrderResult.Exists>(result);
    }

    [Fact]
    public async Task An_order_of_another_id_than_the_one_sent_is_no_answer()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json("""{"order_id":"another"}"""));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.CreateOrderAsync(Orders.Request(Orders.Id)));

        Assert.Equal(TalerMerchantFailure.InvalidAnswer, e.Failure);
    }

    [Fact]
    public async Task An_order_needs_either_an_amount_or_choices()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var host = MerchantHost.Of(backend);
        var both = Orders.Request() with { Choices = [new OrderChoice { Amount = Orders.Price }] };
        var neither = Orders.Request() with { Amount = null };

        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.CreateOrderAsync(both));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Client.CreateOrderAsync(neither));

        Assert.Empty(backend.Requests);
    }
}
