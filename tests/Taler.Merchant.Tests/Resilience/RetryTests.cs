namespace Taler.Merchant.Tests.Resilience;

public sealed class RetryTests
{
    public static TheoryData<string> Troubles => new(Scripts.Keys);

    public static TheoryData<string> UnrepeatableCalls => new(Unrepeatable.Keys);

    private static Dictionary<string, ScriptedAnswer> Scripts { get; } = new(StringComparer.Ordinal)
    {
        ["500"] = Answers.Error(500, 50),
        ["502"] = Answers.Html(502),
        ["503"] = Answers.Html(503),
        ["504"] = Answers.Error(504, 2013),
        ["429"] = Answers.Html(429),
        ["no answer"] = Answers.Abort,
        ["half an answer"] = Answers.CutAfter(300, RecordedAnswers.Paid),
        ["half a page of trouble"] = Answers.CutAfter(3, "<html>"),
    };

    private static Dictionary<string, Func<ITalerMerchantClient, Task>> Unrepeatable { get; } = new(StringComparer.Ordinal)
    {
        ["an order without an order-ID of our own"] = client => client.CreateOrderAsync(Orders.Request()),
        ["a refund"] = client => client.RefundAsync(Orders.Id, Orders.Price, ""),
        ["the deletion of an order"] = client => client.DeleteOrderAsync(Orders.Id),
        ["a new webhook"] = client => client.CreateWebhookAsync(AWebhook),
        ["a change of a webhook"] = client => client.UpdateWebhookAsync(AWebhook),
        ["the deletion of a webhook"] = client => client.DeleteWebhookAsync("w"),
    };

    private static Webhook AWebhook => new() { WebhookId = "w", EventType = WebhookEventTypes.Pay, Url = "https://shop.example/" };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_question_is_asked_again_after_trouble(string name)
    {
        await using var backend = await ScriptedBackend.StartAsync(Scripts[name], Scripts[name], Orders.Paid);
        await using var host = MerchantHost.Of(backend);

        var status = await host.Client.GetOrderStatusAsync(Orders.Id);

        Assert.IsType<OrderStatus.Paid>(status);
        Assert.Equal(3, backend.Requests.Count);
    }

    [Fact]
    public async Task An_order_with_an_order_id_of_our_own_is_sent_again_word_for_word()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Abort, Answers.Html(502), Orders.Created);
        await using var host = MerchantHost.Of(backend);

        Assert.IsType<CreateOrderResult.Created>(await host.Client.CreateOrderAsync(Orders.Request(Orders.Id)));

        Assert.Equal(3, backend.Requests.Count);
        Assert.Single(backend.Requests.Distinct());
    }

    [Theory]
    [MemberData(nameof(UnrepeatableCalls))]
    public async Task What_might_be_done_twice_is_sent_once(string name)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Abort, Answers.Html(503));
        await using var host = MerchantHost.Of(backend);

        var broken = await Assert.ThrowsAsync<TalerMerchantException>(() => Unrepeatable[name](host.Client));
        var trouble = await Assert.ThrowsAsync<TalerMerchantException>(() => Unrepeatable[name](host.Client));

        Assert.Equal((TalerMerchantFailure.Unreachable, TalerMerchantFailure.BackendTrouble), (broken.Failure, trouble.Failure));
        Assert.Equal(2, backend.Requests.Count);
    }

    [Fact]
    public async Task There_are_four_tries_with_a_wait_before_each_but_the_first()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        backend.AfterTheScript = Answers.Error(500, 50);
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id));

        Assert.Equal((TalerMerchantFailure.BackendTrouble, 500, 50), (e.Failure, (int)e.StatusCode!, e.Code));
        Assert.Equal(4, backend.Requests.Count);
        Assert.Equal(3, host.Clock.Waits.Count);
        Assert.All(host.Clock.Waits, wait => Assert.InRange(wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(429, "1")]
    [InlineData(503, "1")]
    [InlineData(503, "Thu, 01 Jan 2026 12:00:01 GMT")]
    public async Task The_backend_may_say_how_long_to_wait(int status, string retryAfter)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Html(status).WithHeader("Retry-After", retryAfter), Orders.Paid);
        await using var host = MerchantHost.Of(backend);

        await host.Client.GetOrderStatusAsync(Orders.Id);

        Assert.Equal([TimeSpan.FromSeconds(1)], host.Clock.Waits);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("soon")]
    public async Task A_wait_that_says_nothing_is_chosen_here(string retryAfter)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Html(503).WithHeader("Retry-After", retryAfter), Orders.Paid);
        await using var host = MerchantHost.Of(backend);

        await host.Client.GetOrderStatusAsync(Orders.Id);

        Assert.InRange(Assert.Single(host.Clock.Waits), TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("3600")]
    public async Task A_wait_beyond_the_time_limit_ends_the_call_at_once(string retryAfter)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Html(503).WithHeader("Retry-After", retryAfter));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id));

        Assert.Equal(TalerMerchantFailure.BackendTrouble, e.Failure);
        Assert.Empty(host.Clock.Waits);
        Assert.Single(backend.Requests);
    }
}
