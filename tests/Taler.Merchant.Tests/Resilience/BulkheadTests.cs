using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant.Http;

namespace Taler.Merchant.Tests.Resilience;

public sealed class BulkheadTests
{
    private static ScriptedAnswer Unknown { get; } = Answers.Error(404, TalerErrorCodes.OrderUnknown);

    [Fact]
    public async Task A_thousand_calls_at_once_are_never_more_at_the_backend_than_may_run()
    {
        const int Places = 200;
        using var crowd = new Crowd(Orders.Refunded);
        await using var backend = await ScriptedBackend.StartAsync();
        backend.AfterTheScript = crowd.AnswerAsync;
        using var sent = new CountingHandler();
        await using var host = MerchantHost.Of(
            backend,
            options => options.MaxConcurrentCalls = Places,
            services => services.AddHttpClient(TalerMerchantDefaults.HttpClientName).AddHttpMessageHandler(() => sent));

        var calls = Enumerable.Range(0, 1000).Select(_ => RefundAsync(host)).ToList();
        var sentBeforeAnAnswer = sent.Count;
        for (var answered = 0; answered < calls.Count; answered++)
        {
            await crowd.HasSeenAsync(Math.Min(answered + Places, calls.Count));
            crowd.AnswerOne();
        }
        await Task.WhenAll(calls);

        Assert.Equal((Places, Places), (sentBeforeAnAnswer, crowd.Most));
        Assert.Equal(calls.Count, backend.Requests.Count);
    }

    [Fact]
    public async Task Calls_run_in_the_order_they_came()
    {
        var held = new StalledAnswer(Unknown);
        await using var backend = await ScriptedBackend.StartAsync(held.AnswerAsync);
        backend.AfterTheScript = Unknown;
        await using var host = MerchantHost.Of(backend, options => options.MaxConcurrentCalls = 1);

        var calls = Enumerable.Range(0, 1 + Bulkhead.WaitingPerPlace).Select(i => StatusAsync(host, i)).ToList();
        await held.Arrived;
        held.Release();
        await Task.WhenAll(calls);

        Assert.Equal(
            Enumerable.Range(0, calls.Count).Select(i => $"/instances/shop/private/orders/order-{i}"),
            backend.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Who_finds_the_queue_full_is_told_so_at_once()
    {
        var held = new StalledAnswer(Orders.Refunded);
        await using var backend = await ScriptedBackend.StartAsync(held.AnswerAsync);
        backend.AfterTheScript = Orders.Refunded;
        await using var host = MerchantHost.Of(backend, options => options.MaxConcurrentCalls = 1);
        var calls = FillQueue(host);

        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => RefundAsync(host));
        held.Release();
        await Task.WhenAll(calls);

        Assert.Equal((TalerMerchantFailure.Overloaded, null, null), (e.Failure, e.StatusCode, e.Code));
        Assert.Equal(
            "POST private/orders/$ORDER_ID/refund was not sent: as many calls as may (1) are running, and no more may wait for their turn. "
            + "Look why the backend is slow, or raise Merchant:MaxConcurrentCalls.",
            e.Message);
        Assert.Equal(calls.Count, backend.Requests.Count);
    }

    [Fact]
    public async Task Who_waits_for_his_turn_in_vain_is_told_that_nothing_was_sent()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        backend.AfterTheScript = Orders.Refunded;
        using var stubborn = new StubbornHandler();
        await using var host = MerchantHost.Of(
            backend,
            options => options.MaxConcurrentCalls = 1,
            services => services.AddHttpClient(TalerMerchantDefaults.HttpClientName).AddHttpMessageHandler(() => stubborn));
        var runs = RefundAsync(host);
        await stubborn.Arrived;
        var waits = RefundAsync(host);

        host.Clock.Advance(MerchantHost.Timeout);
        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => waits);
        stubborn.Release();

        Assert.Equal(TalerMerchantFailure.Overloaded, e.Failure);
        Assert.Contains("its turn did not come within the time limit", e.Message, StringComparison.Ordinal);
        Assert.Equal(TalerMerchantFailure.Timeout, (await Assert.ThrowsAsync<TalerMerchantException>(() => runs)).Failure);
        Assert.Empty(backend.Requests);
    }

    [Fact]
    public async Task A_caller_who_leaves_gives_his_place_to_the_next()
    {
        var held = new StalledAnswer(Orders.Refunded);
        await using var backend = await ScriptedBackend.StartAsync(held.AnswerAsync);
        backend.AfterTheScript = Orders.Refunded;
        await using var host = MerchantHost.Of(backend, options => options.MaxConcurrentCalls = 1);
        using var leaves = new CancellationTokenSource();
        var runs = RefundAsync(host, leaves.Token);
        await held.Arrived;
        var waits = RefundAsync(host);

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runs);
        Assert.Equal(Orders.Id, (await waits).TalerRefundUri.OrderId);
    }

    [Fact]
    public async Task A_caller_who_leaves_the_queue_makes_room_in_it()
    {
        var held = new StalledAnswer(Orders.Refunded);
        await using var backend = await ScriptedBackend.StartAsync(held.AnswerAsync);
        backend.AfterTheScript = Orders.Refunded;
        await using var host = MerchantHost.Of(backend, options => options.MaxConcurrentCalls = 1);
        using var leaves = new CancellationTokenSource();
        var calls = FillQueue(host, leaves.Token);

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls[^1]);
        calls[^1] = RefundAsync(host);
        held.Release();
        await Task.WhenAll(calls);

        Assert.Equal(calls.Count, backend.Requests.Count);
    }

    [Fact]
    public async Task Being_busy_does_not_open_the_circuit()
    {
        var held = new StalledAnswer(Orders.Refunded);
        await using var backend = await ScriptedBackend.StartAsync(held.AnswerAsync);
        backend.AfterTheScript = Orders.Refunded;
        await using var host = MerchantHost.Of(backend, options => options.MaxConcurrentCalls = 1);
        var calls = FillQueue(host);

        for (var i = 0; i < 2 * MerchantResilience.TriesBeforeCircuitOpens; i++)
            await Assert.ThrowsAsync<TalerMerchantException>(() => RefundAsync(host));
        held.Release();

        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task A_call_that_is_tried_again_keeps_its_place()
    {
        var held = new StalledAnswer(Answers.Html(503));
        await using var backend = await ScriptedBackend.StartAsync(held.AnswerAsync);
        backend.AfterTheScript = Unknown;
        await using var host = MerchantHost.Of(backend, options => options.MaxConcurrentCalls = 1);

        var first = StatusAsync(host, 1);
        await held.Arrived;
        var second = StatusAsync(host, 2);
        held.Release();
        await Task.WhenAll(first, second);

        Assert.Equal(["order-1", "order-1", "order-2"], backend.Requests.Select(request => request.Target.Split('/')[^1]));
    }

    [Fact]
    public async Task Waits_for_a_payment_take_no_place()
    {
        var held = new StalledAnswer(Orders.Paid);
        await using var backend = await ScriptedBackend.StartAsync(held.AnswerAsync, held.AnswerAsync);
        backend.AfterTheScript = Orders.Refunded;
        await using var host = MerchantHost.Of(backend, options => options.MaxConcurrentCalls = 1);
        Task[] waits = [WaitAsync(host), WaitAsync(host)];
        await Eventually.IsSoAsync(() => Task.FromResult(backend.Requests.Count == waits.Length));

        await RefundAsync(host);
        held.Release();

        await Task.WhenAll(waits);
    }

    [Fact]
    public async Task Calls_that_hold_every_place_still_get_their_access_token()
    {
        await using var backend = await ScriptedBackend.StartAsync(
            Answers.Json(RecordedAnswers.Token), Answers.Error(401, 40), Answers.Json(RecordedAnswers.Token), Orders.Refunded, Orders.Refunded, Orders.Refunded);
        await using var host = MerchantHost.Of(backend, options => (options.AccessToken, options.Password, options.MaxConcurrentCalls) = (null, "p", 1));

        await Task.WhenAll(RefundAsync(host), RefundAsync(host), RefundAsync(host));

        Assert.Equal(2, backend.Requests.Count(request => request.Target.EndsWith("/private/token", StringComparison.Ordinal)));
    }

    /// <summary>One call that runs, and as many that wait as may.</summary>
    /// <param name="host">The client, with one place.</param>
    /// <param name="last">Ends the last of them.</param>
    private static List<Task<RefundResult>> FillQueue(MerchantHost host, CancellationToken last = default) =>
        [.. Enumerable.Range(0, Bulkhead.WaitingPerPlace).Select(_ => RefundAsync(host)), RefundAsync(host, last)];

    private static Task<RefundResult> RefundAsync(MerchantHost host, CancellationToken cancellationToken = default) =>
        host.Client.RefundAsync(Orders.Id, Orders.Price, "", cancellationToken);

    private static Task<OrderStatus> StatusAsync(MerchantHost host, int order) => host.Client.GetOrderStatusAsync(OrderId.Parse($"order-{order}"));

    private static Task<OrderStatus> WaitAsync(MerchantHost host) => host.Client.WaitForPaymentAsync(Orders.Id, Orders.Session, TimeSpan.FromSeconds(20));

    /// <summary>Requests that stand at the backend until they are answered one by one.</summary>
    private sealed class Crowd(ScriptedAnswer then) : IDisposable
    {
        private readonly SemaphoreSlim _arrivals = new(0);
        private readonly SemaphoreSlim _answers = new(0);
        private readonly Lock _gate = new();
        private int _here;
        private int _seen;

        /// <summary>The most that stood here at once.</summary>
        public int Most { get; private set; }

        public async Task AnswerAsync(HttpContext context)
        {
            lock (_gate)
                Most = Math.Max(Most, ++_here);
            _arrivals.Release();
            await _answers.WaitAsync(context.RequestAborted);
            lock (_gate)
                _here--;
            await then(context);
        }

        public async Task HasSeenAsync(int requests)
        {
            for (; _seen < requests; _seen++)
                await _arrivals.WaitAsync();
        }

        public void AnswerOne() => _answers.Release();

        public void Dispose()
        {
            _arrivals.Dispose();
            _answers.Dispose();
        }
    }

    /// <summary>Counts the calls that leave the client.</summary>
    private sealed class CountingHandler : DelegatingHandler
    {
        private int _count;

        public int Count => _count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Keeps a call beyond its time limit.</summary>
    private sealed class StubbornHandler : DelegatingHandler
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Arrived => _arrived.Task;

        public void Release() => _released.TrySetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _arrived.TrySetResult();
            await _released.Task;
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
