using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Taler.Merchant;

namespace Taler.Paywall.ModelTests.World;

/// <summary>A node of the shop: the real middleware in a real host, without a socket. Its session-payment cache is its own.</summary>
internal sealed class Node : IAsyncDisposable
{
    /// <summary>The header of what is served that names the order by which it is paid.</summary>
    public const string PaidBy = "Paid-By";

    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _http;

    private Node(WebApplication app)
    {
        _app = app;
        var server = app.GetTestServer();
        server.PreserveExecutionContext = true;
        _http = new HttpMessageInvoker(server.CreateHandler());
    }

    public ITalerMerchantClient Merchant => _app.Services.GetRequiredService<ITalerMerchantClient>();

    public static async Task<Node> StartAsync(NodeWire wire, ShopSettings settings, ModelClock clock, IDataProtectionProvider keys, LogWatch logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development", ApplicationName = typeof(Node).Assembly.GetName().Name });
        builder.WebHost.UseTestServer();
        builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Debug).AddFilter("Microsoft", LogLevel.Warning);
        ((IConfigurationBuilder)builder.Configuration).Add(settings);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall"));
        builder.Services.Replace(ServiceDescriptor.Singleton(keys));
        builder.Services.AddHttpClient(TalerMerchantDefaults.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => wire);
        var app = builder.Build();
        app.UseTalerPaywall();
        app.MapFallback(context =>
        {
            context.Response.Headers[PaidBy] = context.GetTalerPayment()!.OrderId.Value;
            return context.Response.WriteAsync("Here is what you paid for.");
        });
        await app.StartAsync();
        return new Node(app);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
