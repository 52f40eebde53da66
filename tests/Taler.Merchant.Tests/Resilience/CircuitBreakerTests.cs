using Microsoft.Extensions.Logging;
using Taler.Merchant.Http;

namespace Taler.Merchant.Tests.Resilience;

public sealed class CircuitBreakerTests
{
    [Fact]
    public async Task A_backend_that_keeps_failing_is_left_alone_and_tried_again_later()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        backend.AfterTheScript = Answers.Html(500);
        await using var host = MerchantHost.Of(backend);
        for (var i = 0; i < MerchantResilience.TriesBeforeCircuitOpens; i++)
            Assert.Equal(TalerMerchantFailure.BackendTrouble, await FailureOfRefundAsync(host));

        var whileOpen = await FailureOfRefundAsync(host);
        var requestsWhileOpen = backend.Requests.Count;
        host.Clock.Advance(MerchantResilience.CircuitBreak);
        backend.AfterTheScript = Orders.Refunded;
        await host.Client.RefundAsync(Orders.Id, Orders.Price, "");
        await host.Client.RefundAsync(Orders.Id, Orders.Price, "");

        Assert.Equal(TalerMerchantFailure.CircuitOpen, whileOpen);
        Assert.Equal(MerchantResilience.TriesBeforeCircuitOpens, requestsWhileOpen);
        Assert.Equal(
            [(LogLevel.Warning, "CircuitOpened"), (LogLevel.Information, "CircuitClosed")],
            host.Log.Lines.Where(line => line.Level > LogLevel.Debug).Select(line => (line.Level, line.Event!)));
    }

    [Theory]
    [InlineData(500, "status 500")]
    [InlineData(null, "the connection broke")]
    public async Task The_line_of_an_open_circuit_tells_what_the_backend_did_last_though_all_calls_ran_together(int? status, string told)
    {
        await using var backend = await ScriptedBackend.StartAsync();
        backend.AfterTheScript = status is { } code ? Answers.Html(code) : Answers.Abort;
        await using var host = MerchantHost.Of(backend);

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => FailureOfRefundAsync(host)));

        Assert.Contains(told, host.Log.Lines.First(line => line.Event == "CircuitOpened").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_that_still_fails_after_the_pause_is_left_alone_again()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        backend.AfterTheScript = Answers.Abort;
        await using var host = MerchantHost.Of(backend);
        for (var i = 0; i < MerchantResilience.TriesBeforeCircuitOpens; i++)
            await FailureOfRefundAsync(host);

        host.Clock.Advance(MerchantResilience.CircuitBreak);

        Assert.Equal(TalerMerchantFailure.Unreachable, await FailureOfRefundAsync(host));
        Assert.Equal(TalerMerchantFailure.CircuitOpen, await FailureOfRefundAsync(host));
    }

    [Fact]
    public async Task The_question_for_a_session_is_sent_once_and_neither_opens_the_circuit_nor_minds_an_open_one()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        backend.AfterTheScript = Answers.Html(500);
        await using var host = MerchantHost.Of(backend);

        for (var i = 0; i < 2 * MerchantResilience.TriesBeforeCircuitOpens; i++)
            Assert.Equal(TalerMerchantFailure.BackendTrouble, await FailureOfSessionAsync(host));
        Assert.Equal(2 * MerchantResilience.TriesBeforeCircuitOpens, backend.Requests.Count);
        for (var i = 0; i < MerchantResilience.TriesBeforeCircuitOpens; i++)
            Assert.Equal(TalerMerchantFailure.BackendTrouble, await FailureOfRefundAsync(host));

        Assert.Equal(TalerMerchantFailure.CircuitOpen, await FailureOfRefundAsync(host));
        Assert.Equal(TalerMerchantFailure.BackendTrouble, await FailureOfSessionAsync(host));
    }

    [Fact]
    public async Task An_open_circuit_ends_the_retries_too()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        backend.AfterTheScript = Answers.Html(503);
        await using var host = MerchantHost.Of(backend);

        var failures = new List<TalerMerchantFailure>();
        for (var i = 0; i < 3; i++)
            failures.Add((await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetConfigAsync())).Failure);

        Assert.Equal([TalerMerchantFailure.BackendTrouble, TalerMerchantFailure.BackendTrouble, TalerMerchantFailure.CircuitOpen], failures);
        Assert.Equal(MerchantResilience.TriesBeforeCircuitOpens, backend.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(429)]
    public async Task Refusals_do_not_open_the_circuit(int status)
    {
        await using var backend = await ScriptedBackend.StartAsync();
        backend.AfterTheScript = Answers.Html(status);
        await using var host = MerchantHost.Of(backend);

        for (var i = 0; i < 3 * MerchantResilience.TriesBeforeCircuitOpens; i++)
            Assert.NotEqual(TalerMerchantFailure.CircuitOpen, await FailureOfRefundAsync(host));

        Assert.Equal(3 * MerchantResilience.TriesBeforeCircuitOpens, backend.Requests.Count);
    }

    [Fact]
    public async Task Callers_who_leave_do_not_open_the_circuit()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var host = MerchantHost.Of(backend);
        for (var i = 0; i < 2 * MerchantResilience.TriesBeforeCircuitOpens; i++)
        {
            var stalled = new StalledAnswer(Orders.Refunded);
            backend.Script(stalled.AnswerAsync);
            using var caller = new CancellationTokenSource();
            var refunding = host.Client.RefundAsync(Orders.Id, Orders.Price, "", caller.Token);
            await stalled.Arrived;
            await caller.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => refunding);
        }

        backend.Script(Orders.Refunded);

        Assert.Equal(Orders.Id, (await host.Client.RefundAsync(Orders.Id, Orders.Price, "")).TalerRefundUri.OrderId);
    }

    private static async Task<TalerMerchantFailure> FailureOfRefundAsync(MerchantHost host) =>
        (await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.RefundAsync(Orders.Id, Orders.Price, ""))).Failure;

    private static async Task<TalerMerchantFailure> FailureOfSessionAsync(MerchantHost host) =>
        (await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetSessionStatusAsync(Orders.Session, "https://shop.example/"))).Failure;
}
