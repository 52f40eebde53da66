using System.Text;

namespace Taler.Merchant.Tests.Resilience;

public sealed class TimeLimitTests
{
    [Fact]
    public async Task A_try_has_half_the_time_and_leaves_room_for_another()
    {
        var stalled = new StalledAnswer(Orders.Paid);
        await using var backend = await ScriptedBackend.StartAsync(stalled.AnswerAsync, Orders.Paid);
        await using var host = MerchantHost.Of(backend);

        var asking = host.Client.GetOrderStatusAsync(Orders.Id);
        await stalled.Arrived;
        host.Clock.Advance(MerchantHost.TryLimit);

        Assert.IsType<OrderStatus.Paid>(await asking);
        await stalled.Left;
        Assert.Equal(2, backend.Requests.Count);
    }

    [Fact]
    public async Task The_whole_call_ends_at_the_time_limit()
    {
        var first = new StalledAnswer(Orders.Paid);
        var second = new StalledAnswer(Orders.Paid);
        await using var backend = await ScriptedBackend.StartAsync(first.AnswerAsync, second.AnswerAsync);
        await using var host = MerchantHost.Of(backend);

        var asking = host.Client.GetOrderStatusAsync(Orders.Id);
        await first.Arrived;
        host.Clock.Advance(MerchantHost.TryLimit);
        await second.Arrived;
        host.Clock.Advance(MerchantHost.TryLimit);
        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => asking);

        Assert.Equal(TalerMerchantFailure.Timeout, e.Failure);
        Assert.Contains("GET private/orders/$ORDER_ID had no answer within the time limit of 5 s", e.Message, StringComparison.Ordinal);
        Assert.Contains("Merchant:Timeout", e.Message, StringComparison.Ordinal);
        await second.Left;
    }

    [Fact]
    public async Task A_call_that_is_not_sent_again_has_all_the_time()
    {
        var stalled = new StalledAnswer(Orders.Refunded);
        await using var backend = await ScriptedBackend.StartAsync(stalled.AnswerAsync);
        await using var host = MerchantHost.Of(backend);

        var refunding = host.Client.RefundAsync(Orders.Id, Orders.Price, "");
        await stalled.Arrived;
        host.Clock.Advance(MerchantHost.Timeout - TimeSpan.FromTicks(1));
        stalled.Release();

        Assert.Equal(Orders.Id, (await refunding).TalerRefundUri.OrderId);
    }

    [Fact]
    public async Task A_refund_that_takes_too_long_is_not_sent_again()
    {
        var stalled = new StalledAnswer(Orders.Refunded);
        await using var backend = await ScriptedBackend.StartAsync(stalled.AnswerAsync);
        await using var host = MerchantHost.Of(backend);

        var refunding = host.Client.RefundAsync(Orders.Id, Orders.Price, "");
        await stalled.Arrived;
        host.Clock.Advance(MerchantHost.Timeout);
        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => refunding);

        Assert.Equal(TalerMerchantFailure.Timeout, e.Failure);
        Assert.Single(backend.Requests);
    }

    [Fact]
    public async Task The_limit_holds_for_the_body_too()
    {
        var stalled = new StalledAnswer(_ => Task.CompletedTask);
        await using var backend = await ScriptedBackend.StartAsync(async context =>
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("{\"taler_"));
            await context.Response.Body.FlushAsync();
            await stalled.AnswerAsync(context);
        });
        await using var host = MerchantHost.Of(backend);

        var refunding = host.Client.RefundAsync(Orders.Id, Orders.Price, "");
        await stalled.Arrived;
        host.Clock.Advance(MerchantHost.Timeout);
        var e = await Assert.ThrowsAsync<TalerMerchantException>(() => refunding);

        Assert.Equal(TalerMerchantFailure.Timeout, e.Failure);
        await stalled.Left;
    }

    [Fact]
    public async Task A_caller_who_leaves_gets_his_own_cancellation_and_the_backend_notices()
    {
        var stalled = new StalledAnswer(Orders.Paid);
        await using var backend = await ScriptedBackend.StartAsync(stalled.AnswerAsync);
        await using var host = MerchantHost.Of(backend);
        using var caller = new CancellationTokenSource();

        var asking = host.Client.GetOrderStatusAsync(Orders.Id, cancellationToken: caller.Token);
        await stalled.Arrived;
        await caller.CancelAsync();
        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        Assert.Equal(caller.Token, e.CancellationToken);
        await stalled.Left;
        Assert.Single(backend.Requests);
    }

    [Fact]
    public async Task A_caller_who_has_left_before_sends_nothing()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var host = MerchantHost.Of(backend);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Client.GetConfigAsync(new CancellationToken(canceled: true)));

        Assert.Empty(backend.Requests);
    }
}
