using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Taler.Merchant;
using Taler.Merchant.Sandbox;
using Taler.Merchant.Sandbox.Hosting;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Wallets;

namespace Taler.Paywall.ModelTests.World;

/// <summary>The sandbox of a world: the real one, reached without a network. What its book says is the truth.</summary>
internal sealed class Backend : IAsyncDisposable
{
    public const string AccessToken = "secret-token:k3y-of-the-model-tests";

    /// <summary>How long an order can be paid.</summary>
    public static readonly TimeSpan PayDelay = TimeSpan.FromMinutes(20);

    /// <summary>More than one history makes; what is older belongs to histories that are over.</summary>
    private const int MaxOrders = 300;

    private readonly ListenAddress _address = ListenAddress.Loopback(0);
    private readonly WebApplication _app;

    private Backend(ModelClock clock)
    {
        var options = new TalerSandboxOptions { AccessToken = AccessToken, PayDelay = PayDelay, MaxOrders = MaxOrders, MerchantLogo = false };
        _app = SandboxServer.Build(options, [_address], clock, services =>
        {
            services.AddLogging();
            services.AddSingleton<IHostLifetime, NoLifetime>().AddSingleton<IServer, TestServer>();
        });
        BaseUrl = SandboxServer.InstanceUrl(_address);
    }

    public Uri BaseUrl { get; }

    public OrderBook Book => _app.Services.GetRequiredService<OrderBook>();

    /// <summary>Carries requests to the backend, whoever sends them.</summary>
    public HttpMessageInvoker Wire { get; private set; } = null!;

    public static async Task<Backend> StartAsync(ModelClock clock)
    {
        var backend = new Backend(clock);
        await backend._app.StartAsync();
        backend.Wire = new HttpMessageInvoker(backend._app.GetTestServer().CreateHandler());
        return backend;
    }

    /// <summary>A wallet that bought nothing yet.</summary>
    public Wallet NewWallet() => new(new MerchantWire(BaseUrl, _app.GetTestServer().CreateHandler()));

    public TalerRefundUri RefundUri(OrderId orderId) => new(BaseUrl, orderId);

    public async ValueTask DisposeAsync()
    {
        Wire.Dispose();
        await _app.DisposeAsync();
        _address.Dispose();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
