using System.Globalization;
using System.Text;

namespace Taler.Merchant.Tests.Client;

public sealed class AccessTokenTests
{
    private const string Password = "pa55 w\u00f6rd:of&shop";
    private const string TokenPath = "/instances/shop/private/token";

    private static string BasicOf(string instance) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(instance + ":" + Password));

    private static string BearerOfPassword { get; } = "Bearer secret-token:pa55%20w%C3%B6rd%3Aof%26shop";

    [Fact]
    public async Task A_fixed_token_goes_to_private_paths_only()
    {
        await using var backend = await ScriptedBackend.StartAsync(Orders.Config, Answers.Json("{}"), Orders.Paid);
        await using var host = MerchantHost.Of(backend);

        await host.Client.GetConfigAsync();
        await host.Client.GetSessionStatusAsync(Orders.Session, "https://shop.example/");
        await host.Client.GetOrderStatusAsync(Orders.Id);

        Assert.Equal([null, null, "Bearer " + MerchantHost.AccessToken], backend.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_fixed_token_that_is_refused_is_not_tried_again()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(401, 41));
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id));

        Assert.Equal((TalerMerchantFailure.Refused, 41), (e.Failure, e.Code));
        Assert.Single(backend.Requests);
    }

    [Fact]
    public async Task A_password_is_exchanged_for_a_token_that_serves_many_calls()
    {
        await using var backend = await ScriptedBackend.StartAsync(Token("a"), Orders.Paid, Orders.Refunded);
        await using var host = WithPassword(backend);

        await host.Client.GetOrderStatusAsync(Orders.Id);
        await host.Client.RefundAsync(Orders.Id, Orders.Price, "");

        Assert.Equal(("POST", TokenPath, """{"scope":"order-mgmt"}"""), (backend.Requests[0].Method, backend.Requests[0].Target, backend.Requests[0].Body));
        Assert.Equal([BasicOf("shop"), "Bearer secret-token:a", "Bearer secret-token:a"], backend.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task The_instance_at_the_root_is_called_admin()
    {
        await using var backend = await ScriptedBackend.StartAsync(Token("a"), Orders.Paid);
        await using var host = MerchantHost.Of(backend.Root, UsePassword);

        await host.Client.GetOrderStatusAsync(Orders.Id);

        Assert.Equal(("/private/token", BasicOf("admin")), (backend.Requests[0].Target, backend.Requests[0].Authorization));
    }

    [Fact]
    public async Task A_backend_that_takes_no_basic_authentication_gets_the_password_as_a_secret_token()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(401, 40), Token("a", life: 60), Orders.Paid, Token("b"), Orders.Paid);
        await using var host = WithPassword(backend);

        await host.Client.GetOrderStatusAsync(Orders.Id);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Client.GetOrderStatusAsync(Orders.Id);

        Assert.Equal(
            [BasicOf("shop"), BearerOfPassword, "Bearer secret-token:a", BearerOfPassword, "Bearer secret-token:b"],
            backend.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task A_backend_that_does_not_know_the_narrow_scope_is_asked_for_the_older_one()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(400, 26), Answers.Json(RecordedAnswers.Token), Orders.Paid);
        await using var host = WithPassword(backend);

        await host.Client.GetOrderStatusAsync(Orders.Id);

        Assert.Equal("""{"scope":"write"}""", backend.Requests[1].Body);
        Assert.Equal("Bearer secret-token:fetched", backend.Requests[2].Authorization);
    }

    [Theory]
    [InlineData(24 * 3600, 24 * 3600 - 301, 24 * 3600 - 299)]
    [InlineData(60, 29, 31)]
    public async Task A_token_is_renewed_before_it_ends(int life, int stillGood, int renewed)
    {
        await using var backend = await ScriptedBackend.StartAsync(Token("a", life), Orders.Paid, Orders.Paid, Token("b", life), Orders.Paid);
        await using var host = WithPassword(backend);

        await host.Client.GetOrderStatusAsync(Orders.Id);
        host.Clock.Advance(TimeSpan.FromSeconds(stillGood));
        await host.Client.GetOrderStatusAsync(Orders.Id);
        host.Clock.Advance(TimeSpan.FromSeconds(renewed - stillGood));
        await host.Client.GetOrderStatusAsync(Orders.Id);

        Assert.Equal(
            [BasicOf("shop"), "Bearer secret-token:a", "Bearer secret-token:a", BasicOf("shop"), "Bearer secret-token:b"],
            backend.Requests.Select(request => request.Authorization));
    }

    [Theory]
    [InlineData("""{"token":"secret-token:a"}""")]
    [InlineData("""{"access_token":"secret-token:a","expiration":{"t_s":"never"}}""")]
    public async Task A_token_without_end_is_kept(string answer)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json(answer), Orders.Paid, Orders.Paid);
        await using var host = WithPassword(backend);

        await host.Client.GetOrderStatusAsync(Orders.Id);
        host.Clock.Advance(TimeSpan.FromDays(3650));
        await host.Client.GetOrderStatusAsync(Orders.Id);

        Assert.Equal(3, backend.Requests.Count);
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once_and_the_call_sent_again_whatever_it_is()
    {
        await using var backend = await ScriptedBackend.StartAsync(Token("a"), Answers.Error(401, 42), Token("b"), Orders.Refunded);
        await using var host = WithPassword(backend);

        await host.Client.RefundAsync(Orders.Id, Orders.Price, "");

        Assert.Equal("Bearer secret-token:b", backend.Requests[3].Authorization);
        Assert.Equal(backend.Requests[1].Body, backend.Requests[3].Body);
    }

    [Fact]
    public async Task A_second_refusal_is_the_answer()
    {
        await using var backend = await ScriptedBackend.StartAsync(Token("a"), Answers.Error(401, 41), Token("b"), Answers.Error(401, 41));
        await using var host = WithPassword(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id));

        Assert.Equal((TalerMerchantFailure.Refused, 401), (e.Failure, (int)e.StatusCode!));
        Assert.Equal(4, backend.Requests.Count);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_in_both_forms_and_nothing_else_is_sent()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Error(401, 40), Answers.Error(401, 40));
        await using var host = WithPassword(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.CreateOrderAsync(Orders.Request(Orders.Id)));

        Assert.Equal((TalerMerchantFailure.Refused, 401), (e.Failure, (int)e.StatusCode!));
        Assert.StartsWith("POST private/token was refused", e.Message, StringComparison.Ordinal);
        Assert.Contains("Merchant:Password", e.Message, StringComparison.Ordinal);
        Assert.All(backend.Requests, request => Assert.Equal(TokenPath, request.Target));
    }

    [Fact]
    public async Task After_a_failed_fetch_the_next_call_fetches_again()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Html(404), Token("a"), Orders.Paid);
        await using var host = WithPassword(backend);

        await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id));

        Assert.IsType<OrderStatus.Paid>(await host.Client.GetOrderStatusAsync(Orders.Id));
    }

    [Fact]
    public async Task A_fetch_is_tried_again_after_trouble()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Html(503), Answers.Abort, Token("a"), Orders.Refunded);
        await using var host = WithPassword(backend);

        await host.Client.RefundAsync(Orders.Id, Orders.Price, "");

        Assert.Equal(4, backend.Requests.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"access_token":""}""")]
    [InlineData("""{"access_token":"secret-token:a\r\nX-More: b"}""")]
    [InlineData("""{"access_token":7}""")]
    public async Task What_is_no_token_is_not_sent(string answer)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Json(answer));
        await using var host = WithPassword(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id));

        Assert.Equal(TalerMerchantFailure.InvalidAnswer, e.Failure);
        Assert.Single(backend.Requests);
    }

    [Fact]
    public async Task Callers_share_one_fetch_and_the_one_who_leaves_does_not_end_it()
    {
        var stalled = new StalledAnswer(Token("a"));
        await using var backend = await ScriptedBackend.StartAsync(stalled.AnswerAsync);
        backend.AfterTheScript = Orders.Paid;
        await using var host = WithPassword(backend);
        using var impatient = new CancellationTokenSource();

        var first = host.Client.GetOrderStatusAsync(Orders.Id, cancellationToken: impatient.Token);
        await stalled.Arrived;
        var others = Enumerable.Range(0, 10).Select(_ => host.Client.GetOrderStatusAsync(Orders.Id)).ToList();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        stalled.Release();
        await Task.WhenAll(others);

        Assert.Single(backend.Requests, request => request.Target == TokenPath);
        Assert.Equal(11, backend.Requests.Count);
    }

    [Fact]
    public async Task The_time_limit_of_a_call_holds_for_the_fetch_too()
    {
        var first = new StalledAnswer(Token("a"));
        var second = new StalledAnswer(Token("a"));
        await using var backend = await ScriptedBackend.StartAsync(first.AnswerAsync, second.AnswerAsync);
        await using var host = WithPassword(backend);

        var refunding = host.Client.RefundAsync(Orders.Id, Orders.Price, "");
        await first.Arrived;
        host.Clock.Advance(MerchantHost.TryLimit);
        await second.Arrived;
        host.Clock.Advance(MerchantHost.TryLimit);

        Assert.Equal(TalerMerchantFailure.Timeout, (await Assert.ThrowsAsync<TalerMerchantException>(() => refunding)).Failure);
    }

    private static MerchantHost WithPassword(ScriptedBackend backend) => MerchantHost.Of(backend, UsePassword);

    private static void UsePassword(TalerMerchantOptions options)
    {
        options.AccessToken = null;
        options.Password = Password;
    }

    private static ScriptedAnswer Token(string name, int life = 24 * 3600)
    {
        var end = new ManualClock().GetUtcNow().ToUnixTimeSeconds() + life;
        return Answers.Json(string.Create(
            CultureInfo.InvariantCulture, $$"""{"access_token":"secret-token:{{name}}","token":"secret-token:older-name","scope":"order-mgmt","expiration":{"t_s":{{end}}} }"""));
    }
}
