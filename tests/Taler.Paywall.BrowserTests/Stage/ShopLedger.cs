using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.BrowserTests.Stage;

/// <summary>What was asked of a shop, what was handed out, and whether it was paid by the word of the sandbox.</summary>
public sealed class ShopLedger(SandboxControl sandbox)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<ShopRequest> _requests = new();
    private readonly ConcurrentQueue<OrderId> _served = new();
    private readonly ConcurrentQueue<string> _unpaid = new();
    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyCollection<ShopRequest> Requests => _requests;

    /// <summary>The orders under which sold content was handed out.</summary>
    public IReadOnlyCollection<OrderId> Served => _served;

    /// <summary>Where content was handed out unpaid.</summary>
    public IReadOnlyCollection<string> Unpaid => _unpaid;

    /// <summary>Waits for a request that has been answered.</summary>
    public async Task<ShopRequest> AnsweredAsync(Func<ShopRequest, bool> isIt)
    {
        while (true)
        {
            var next = Volatile.Read(ref _answered).Task;
            if (_requests.FirstOrDefault(isIt) is { } found)
                return found;
            await next.WaitAsync(Patience);
        }
    }

    internal async Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            var request = context.Request;
            _requests.Enqueue(new ShopRequest(
                request.Method, request.Path, request.Headers["Sec-Purpose"].ToString(), request.Headers["Sec-Fetch-Dest"].ToString(), context.Response.StatusCode));
            Interlocked.Exchange(ref _answered, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }

    /// <summary>Called by each handler of something sold, before it writes a word of it.</summary>
    internal async Task HandOutAsync(HttpContext context)
    {
        if (context.GetTalerPayment() is { } payment && await IsPaidAsync(payment.OrderId))
            _served.Enqueue(payment.OrderId);
        else
            _unpaid.Enqueue(context.Request.Path);
    }

    private async Task<bool> IsPaidAsync(OrderId order) =>
        (await sandbox.RequestsAsync()).Any(request => request is { Method: "POST", Status: 200 } && request.Path == $"orders/{order}/pay");
}

/// <summary>One request that the shop answered.</summary>
public sealed record ShopRequest(string Method, string Path, string Purpose, string Destination, int Status);
