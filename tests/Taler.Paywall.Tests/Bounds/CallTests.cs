using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant;

namespace Taler.Paywall.Tests.Bounds;

/// <summary>Calls to a backend that takes them and never answers.</summary>
[Collection(nameof(Memory))]
public sealed class CallTests : IDisposable
{
    private const int Running = 20;
    private const int Waiting = 5 * Running;
    private const int Flood = 20_000;
    private const long Held = 4_000_000;

    private static readonly OrderId Order = OrderId.Parse("O1");

    private readonly HangingBackend _backend = new();
    private readonly ServiceProvider _services;
    private readonly ITalerMerchantClient _merchant;

    public CallTests()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddTalerMerchant(options =>
        {
            options.BaseUrl = "http://127.0.0.1:9966/instances/sandbox/";
            options.AccessToken = "secret-token:sandbox";
            options.MaxConcurrentCalls = Running;
            options.Timeout = TimeSpan.FromMinutes(5);
        }).ConfigurePrimaryHttpMessageHandler(() => _backend);
        _services = services.BuildServiceProvider();
        _merchant = _services.GetRequiredService<ITalerMerchantClient>();
    }

    public void Dispose()
    {
        _services.Dispose();
        _backend.Dispose();
    }

    [Fact]
    public async Task A_flood_of_calls_to_a_backend_that_hangs_fills_no_memory()
    {
        var pending = new List<Task>();

        var held = await Memory.HeldAfterAsync(() =>
        {
            for (var i = 0; i < Flood; i++)
            {
                var call = _merchant.GetOrderStatusAsync(Order);
                if (!call.IsFaulted)
                    pending.Add(call);
            }
        });

        Assert.Equal((Running, Running + Waiting), (_backend.Calls, pending.Count));
        Assert.InRange(held, long.MinValue, Held);
    }

    [Fact]
    public async Task Callers_who_leave_the_queue_of_a_backend_that_hangs_leave_nothing_behind()
    {
        var pending = Enumerable.Range(0, Running).Select(_ => _merchant.GetOrderStatusAsync(Order)).ToList();

        var held = await Memory.HeldAfterAsync(async () =>
        {
            for (var i = 0; i < Flood; i++)
            {
                using var leaves = new CancellationTokenSource();
                var call = _merchant.GetOrderStatusAsync(Order, cancellationToken: leaves.Token);
                await leaves.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            }
        });

        Assert.All(pending, call => Assert.False(call.IsCompleted));
        Assert.Equal(Running, _backend.Calls);
        Assert.InRange(held, long.MinValue, Held);
    }

    private sealed class HangingBackend : HttpMessageHandler
    {
        private int _calls;

        public int Calls => _calls;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancellationToken);
        }
    }
}
