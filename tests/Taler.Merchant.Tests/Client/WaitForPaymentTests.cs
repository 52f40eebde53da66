using Taler.Merchant.Http;

namespace Taler.Merchant.Tests.Client;

public sealed class WaitForPaymentTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_question_names_order_session_and_time()
    {
        await using var backend = await ScriptedBackend.StartAsync(Orders.Paid, Orders.Paid);
        await using var host = MerchantHost.Of(backend);

        await host.Client.WaitForPaymentAsync(Orders.Id, Orders.Session, Wait);
        await host.Client.WaitForPaymentAsync(Orders.Id, null, TimeSpan.Zero);

        Assert.Equal(
            [
                $"/instances/shop/private/orders/2026.029-02M2JNJ2TGA2P?session_id={Orders.Session.Value}&timeout_ms=20000",
                "/instances/shop/private/orders/2026.029-02M2JNJ2TGA2P?timeout_ms=0",
            ],
            backend.Requests.Select(request => request.Target));
        Assert.All(backend.Requests, request => Assert.Equal("Bearer " + MerchantHost.AccessToken, request.Authorization));
    }

    [Fact]
    public async Task Whatever_status_the_backend_answers_with_is_the_status()
    {
        await using var backend = await ScriptedBackend.StartAsync(
            Answers.Json(RecordedAnswers.Unpaid), Answers.Json(RecordedAnswers.Claimed), Orders.Paid, Answers.Error(404, TalerErrorCodes.OrderUnknown));
        await using var host = MerchantHost.Of(backend);

        Assert.IsType<OrderStatus.Unpaid>(await WaitAsync(host));
        Assert.IsType<OrderStatus.Claimed>(await WaitAsync(host));
        Assert.IsType<OrderStatus.Paid>(await WaitAsync(host));
        Assert.IsType<OrderStatus.NotFound>(await WaitAsync(host));
    }

    [Fact]
    public async Task The_backend_may_take_longer_than_the_wait_and_longer_than_any_other_call()
    {
        var stalled = new StalledAnswer(Orders.Paid);
        await using var backend = await ScriptedBackend.StartAsync(stalled.AnswerAsync);
        await using var host = MerchantHost.Of(backend);

        var waiting = WaitAsync(host);
        await stalled.Arrived;
        host.Clock.Advance(Wait + MerchantResilience.WaitGrace - TimeSpan.FromTicks(1));
        stalled.Release();

        Assert.IsType<OrderStatus.Paid>(await waiting);
    }

    [Fact]
    public async Task A_backend_that_forgets_to_answer_is_left_after_the_grace()
    {
        var stalled = new StalledAnswer(Orders.Paid);
        await using var backend = await ScriptedBackend.StartAsync(stalled.AnswerAsync);
        await using var host = MerchantHost.Of(backend);

        var waiting = WaitAsync(host);
        await stalled.Arrived;
        host.Clock.Advance(Wait + MerchantResilience.WaitGrace);
        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => waiting);

        Assert.Equal(TalerMerchantFailure.Timeout, e.Failure);
        Assert.Contains("GET private/orders/$ORDER_ID?timeout_ms had no answer within the time limit of 30 s", e.Message, StringComparison.Ordinal);
        await stalled.Left;
        Assert.Single(backend.Requests);
    }

    [Fact]
    public async Task A_backend_known_to_be_slow_has_its_own_time_on_top()
    {
        var stalled = new StalledAnswer(Orders.Paid);
        await using var backend = await ScriptedBackend.StartAsync(stalled.AnswerAsync);
        await using var host = MerchantHost.Of(backend, options => options.Timeout = TimeSpan.FromSeconds(40));

        var waiting = WaitAsync(host);
        await stalled.Arrived;
        host.Clock.Advance(Wait + TimeSpan.FromSeconds(40) - TimeSpan.FromTicks(1));
        stalled.Release();

        Assert.IsType<OrderStatus.Paid>(await waiting);
    }

    [Fact]
    public async Task A_caller_who_leaves_ends_the_wait_and_the_backend_notices()
    {
        var stalled = new StalledAnswer(Orders.Paid);
        await using var backend = await ScriptedBackend.StartAsync(stalled.AnswerAsync);
        await using var host = MerchantHost.Of(backend);
        using var caller = new CancellationTokenSource();

        var waiting = WaitAsync(host, caller.Token);
        await stalled.Arrived;
        await caller.CancelAsync();
        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.Equal(caller.Token, e.CancellationToken);
        await stalled.Left;
    }

    [Fact]
    public async Task A_wait_is_sent_once()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Html(503), Orders.Paid);
        await using var host = MerchantHost.Of(backend);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => WaitAsync(host));

        Assert.Equal(TalerMerchantFailure.BackendTrouble, e.Failure);
        Assert.Single(backend.Requests);
    }

    [Fact]
    public async Task Waits_that_fail_do_not_open_the_circuit_for_others()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        backend.AfterTheScript = Answers.Html(504);
        await using var host = MerchantHost.Of(backend);
        for (var i = 0; i < 2 * MerchantResilience.TriesBeforeCircuitOpens; i++)
            await Assert.ThrowsAsync<TalerMerchantException>(() => WaitAsync(host));

        backend.AfterTheScript = Orders.Paid;

        Assert.IsType<OrderStatus.Paid>(await host.Client.GetOrderStatusAsync(Orders.Id));
    }

    [Fact]
    public async Task A_wait_does_not_keep_others_out_while_the_circuit_is_being_probed()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        backend.AfterTheScript = Answers.Html(500);
        await using var host = MerchantHost.Of(backend);
        for (var i = 0; i < MerchantResilience.TriesBeforeCircuitOpens; i++)
            await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.RefundAsync(Orders.Id, Orders.Price, ""));
        host.Clock.Advance(MerchantResilience.CircuitBreak);
        var stalled = new StalledAnswer(Orders.Paid);
        backend.Script(stalled.AnswerAsync);
        var waiting = WaitAsync(host);
        await stalled.Arrived;

        backend.AfterTheScript = Orders.Paid;
        var status = await host.Client.GetOrderStatusAsync(Orders.Id);
        stalled.Release();

        Assert.IsType<OrderStatus.Paid>(status);
        Assert.IsType<OrderStatus.Paid>(await waiting);
    }

    [Fact]
    public async Task Hundreds_of_waits_leave_the_way_free_for_other_calls()
    {
        const int count = 300;
        var stalled = Enumerable.Range(0, count).Select(_ => new StalledAnswer(Orders.Paid)).ToList();
        await using var backend = await ScriptedBackend.StartAsync([.. stalled.Select(answer => (ScriptedAnswer)answer.AnswerAsync), Orders.Config]);
        await using var host = MerchantHost.Of(backend);
        var waits = stalled.Select(_ => WaitAsync(host)).ToList();
        await Task.WhenAll(stalled.Select(answer => answer.Arrived));

        var config = await host.Client.GetConfigAsync();
        stalled.ForEach(answer => answer.Release());

        Assert.Equal("KUDOS", config.Currency);
        Assert.All(await Task.WhenAll(waits), status => Assert.IsType<OrderStatus.Paid>(status));
    }

    [Fact]
    public async Task A_token_that_has_ended_is_renewed_and_the_wait_goes_on()
    {
        await using var backend = await ScriptedBackend.StartAsync(
            Answers.Json(RecordedAnswers.Token), Answers.Error(401, 42), Answers.Json(RecordedAnswers.Token), Orders.Paid);
        await using var host = MerchantHost.Of(backend, options => (options.AccessToken, options.Password) = (null, "pass"));

        Assert.IsType<OrderStatus.Paid>(await WaitAsync(host));
    }

    [Fact]
    public async Task A_wait_is_from_zero_to_five_minutes_long()
    {
        await using var backend = await ScriptedBackend.StartAsync(Orders.Paid, Orders.Paid);
        await using var host = MerchantHost.Of(backend);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Client.WaitForPaymentAsync(Orders.Id, null, TimeSpan.FromTicks(-1)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => host.Client.WaitForPaymentAsync(Orders.Id, null, TimeSpan.FromMinutes(5) + TimeSpan.FromTicks(1)));
        await host.Client.WaitForPaymentAsync(Orders.Id, null, TimeSpan.Zero);
        await host.Client.WaitForPaymentAsync(Orders.Id, null, TimeSpan.FromMinutes(5));

        Assert.Equal(2, backend.Requests.Count);
    }

    private static Task<OrderStatus> WaitAsync(MerchantHost host, CancellationToken cancellationToken = default) =>
        host.Client.WaitForPaymentAsync(Orders.Id, null, Wait, cancellationToken);
}
