namespace Taler.Merchant.Tests.Client;

public sealed class BadAnswersTests
{
    public static TheoryData<string> Nonsense => new(Scripts.Keys);

    private static Dictionary<string, ScriptedAnswer> Scripts { get; } = new(StringComparer.Ordinal)
    {
        ["HTML"] = Answers.Html(200),
        ["an empty body"] = Answers.Json(""),
        ["no content"] = Answers.NoContent,
        ["cut-off JSON"] = Answers.Json(RecordedAnswers.Paid[..2000]),
        ["more than one JSON value"] = Answers.Json(RecordedAnswers.Paid + "{}"),
        ["a number"] = Answers.Json("7"),
        ["deeply nested JSON"] = Answers.Json("{\"order_status\":" + new string('[', 5000)),
        ["a body of more than 1 MB"] = Answers.Json($$"""{"padding":"{{new string('x', 1 << 20)}}"}"""),
        ["an endless body"] = Answers.Endless(),
        ["202 where it means nothing"] = Answers.Json(202, RecordedAnswers.Paid),
        ["not modified"] = context =>
        {
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_an_invalid_answer_and_is_not_asked_for_again(string name)
    {
        await using var backend = await ScriptedBackend.StartAsync(Scripts[name]);
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id));

        Assert.Equal(TalerMerchantFailure.InvalidAnswer, e.Failure);
        Assert.StartsWith("GET private/orders/$ORDER_ID ", e.Message, StringComparison.Ordinal);
        Assert.Single(backend.Requests);
    }

    [Fact]
    public async Task Null_among_the_items_of_a_list_is_an_invalid_answer()
    {
        await using var backend = await ScriptedBackend.StartAsync(
            Answers.Json("""{"orders":[null]}"""),
            Answers.Json("""{"webhooks":[null]}"""),
            Answers.Json(RecordedAnswers.Paid.Replace("\"version\": 0", "\"version\": 1, \"choices\": [null]", StringComparison.Ordinal)),
            Answers.Json("""{"name":"taler-merchant","version":"25:0:13","currency":"KUDOS","currencies":{"KUDOS":null}}"""),
            Answers.Json("""{"name":"taler-merchant","version":"25:0:13","currency":"KUDOS","currencies":{"KUDOS":{"name":"Kudos","alt_unit_names":{"0":null}}}}"""));
        await using var host = MerchantHost.Of(backend);
        Func<Task>[] calls =
        [
            () => host.Client.ListOrdersAsync(),
            () => host.Client.ListWebhooksAsync(),
            () => host.Client.GetOrderStatusAsync(Orders.Id),
            () => host.Client.GetConfigAsync(),
            () => host.Client.GetConfigAsync(),
        ];

        foreach (var call in calls)
            Assert.Equal(TalerMerchantFailure.InvalidAnswer, (await Assert.ThrowsAsync<TalerMerchantException>(call)).Failure);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task No_redirect_is_followed(int status)
    {
        await using var other = await ScriptedBackend.StartAsync(Orders.Paid);
        await using var backend = await ScriptedBackend.StartAsync(Answers.Redirect(status, other.BaseUrl + "private/orders/1"));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id));

        Assert.Equal((TalerMerchantFailure.InvalidAnswer, status), (e.Failure, (int)e.StatusCode!));
        Assert.Contains("redirect", e.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_the_answer_is_a_broken_connection()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.CutAfter(20, RecordedAnswers.Refund));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.RefundAsync(Orders.Id, Orders.Price, ""));

        Assert.Equal(TalerMerchantFailure.Unreachable, e.Failure);
        Assert.Null(e.StatusCode);
    }

    [Fact]
    public async Task A_cookie_of_the_backend_is_not_kept()
    {
        await using var backend = await ScriptedBackend.StartAsync(Orders.Config.WithHeader("Set-Cookie", "a=b; Path=/"), Orders.Config);
        await using var host = MerchantHost.Of(backend);

        await host.Client.GetConfigAsync();
        await host.Client.GetConfigAsync();

        Assert.All(backend.Requests, request => Assert.Null(request.Cookie));
    }

    [Fact]
    public async Task A_logo_of_many_kilobytes_in_every_answer_does_no_harm()
    {
        Assert.True(RecordedAnswers.Paid.Length > 15_000);
        await using var backend = await ScriptedBackend.StartAsync(Orders.Paid);
        await using var host = MerchantHost.Of(backend);

        Assert.IsType<OrderStatus.Paid>(await host.Client.GetOrderStatusAsync(Orders.Id));
    }
}
