using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Taler.Merchant.Sandbox.Endpoints;
using Taler.Merchant.Sandbox.Orders;
using Taler.Merchant.Sandbox.Tokens;
using Taler.Merchant.Sandbox.Trouble;
using Taler.Merchant.Sandbox.Wallets;
using Taler.Merchant.Sandbox.Webhooks;

namespace Taler.Merchant.Sandbox.Hosting;

/// <summary>Puts the sandbox together, for the program and for applications alike.</summary>
internal static class SandboxServer
{
    private const long MaxBodyBytes = 1 << 20;

    /// <summary>Builds the server. It owns the sockets of the addresses from now on; the surroundings add logging and lifetime.</summary>
    public static WebApplication Build(TalerSandboxOptions options, IReadOnlyList<ListenAddress> addresses, TimeProvider clock, Action<IServiceCollection> addServices)
    {
        // Empty, so that no environment variable or settings file of the surrounding application configures this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Taler.Merchant.Sandbox" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            foreach (var address in addresses)
                kestrel.Listen(address.EndPoint);
        });
        var services = builder.Services;
        services.Configure<SocketTransportOptions>(transport =>
            transport.CreateBoundListenSocket = endPoint => addresses.First(address => address.EndPoint.Equals(endPoint)).TakeSocket());
        AddSandbox(services, options, addresses[0].LocalUrl, clock);
        addServices(services);

        var app = builder.Build();
        app.UseMiddleware<InstanceMiddleware>();
        app.UseRouting();
        Map(app);
        return app;
    }

    public static Uri InstanceUrl(ListenAddress address) => new(address.Url, Instance.PathBase + "/");

    private static void AddSandbox(IServiceCollection services, TalerSandboxOptions options, Uri local, TimeProvider clock)
    {
        services.AddRoutingCore();
        services.AddSingleton(new Instance(options, clock));
        services.AddSingleton(new OrderBook(options.MaxOrders));
        services.AddSingleton(_ => new MerchantWire(new Uri(local, Instance.PathBase + "/")));
        services.AddSingleton<LongPoll>().AddSingleton<AccessTokens>().AddSingleton<WalletShelf>();
        services.AddSingleton<WebhookStore>().AddSingleton<WebhookSender>();
        services.AddSingleton<FaultQueue>().AddSingleton<RequestLog>();
        services.AddSingleton<ConfigEndpoints>().AddSingleton<TokenEndpoints>().AddSingleton<PrivateOrderEndpoints>();
        services.AddSingleton<PublicOrderEndpoints>().AddSingleton<WalletProtocolEndpoints>().AddSingleton<SessionEndpoints>();
        services.AddSingleton<WebhookEndpoints>().AddSingleton<SandboxEndpoints>().AddSingleton<BrowserEndpoints>();
    }

    private static void Map(WebApplication app)
    {
        var instance = app.MapGroup(Instance.PathBase);
        var services = app.Services;
        services.GetRequiredService<ConfigEndpoints>().Map(instance);
        services.GetRequiredService<TokenEndpoints>().Map(instance);
        services.GetRequiredService<PrivateOrderEndpoints>().Map(instance);
        services.GetRequiredService<PublicOrderEndpoints>().Map(instance);
        services.GetRequiredService<WalletProtocolEndpoints>().Map(instance);
        services.GetRequiredService<SessionEndpoints>().Map(instance);
        services.GetRequiredService<WebhookEndpoints>().Map(instance);
        services.GetRequiredService<SandboxEndpoints>().Map(app);
        services.GetRequiredService<BrowserEndpoints>().Map(app);
    }
}
