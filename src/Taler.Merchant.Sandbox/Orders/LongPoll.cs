using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Taler.Merchant.Sandbox.Wire;

namespace Taler.Merchant.Sandbox.Orders;

/// <summary>Waits for an answer that the asker is content with, at most as long as it wants to wait.</summary>
internal sealed class LongPoll(OrderBook book, Instance instance, IHostApplicationLifetime lifetime)
{
    private const long MaxMilliseconds = 600_000;

    /// <summary>Asks again at every change of an order until <paramref name="isGood"/> or <c>timeout_ms</c> of the request is over.</summary>
    public Task<T> AskAsync<T>(HttpRequest request, Func<T> ask, Func<T, bool> isGood)
    {
        var milliseconds = Math.Clamp(request.QueryNumber("timeout_ms") ?? 0, 0, MaxMilliseconds);
        return AskAsync(TimeSpan.FromMilliseconds(milliseconds), ask, isGood, request.HttpContext.RequestAborted);
    }

    public async Task<T> AskAsync<T>(TimeSpan patience, Func<T> ask, Func<T, bool> isGood, CancellationToken cancellationToken)
    {
        var changed = book.Changed;
        var answer = ask();
        if (isGood(answer) || patience == TimeSpan.Zero)
            return answer;
        using var limit = new CancellationTokenSource(patience, instance.Clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken, lifetime.ApplicationStopping);
        while (!isGood(answer))
        {
            await changed.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            changed = book.Changed;
            answer = ask();
            if (end.IsCancellationRequested)
                break;
        }
        return answer;
    }
}
