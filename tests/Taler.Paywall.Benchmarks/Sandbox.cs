using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Taler.Paywall.Benchmarks;

/// <summary>The backend of the shops that are measured, inside the measuring program.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Sandbox(WebApplication app) => _app = app;

    public Uri BaseUrl => _app.Services.GetRequiredService<Merchant.Sandbox.TalerSandbox>().BaseUrl;

    public static async Task<Sandbox> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddTalerSandbox(options => options.AllowProduction = true);
        var app = builder.Build();
        await app.StartAsync();
        return new Sandbox(app);
    }

    /// <summary>Makes the visitor of a shop one who paid.</summary>
    public async Task PayAsync(Server shop)
    {
        using var order = await shop.GetAsync(Host.Page);
        var problem = await order.Content.ReadFromJsonAsync<JsonObject>();
        using var http = new HttpClient();
        using var paid = await http.PostAsJsonAsync(
            new Uri(BaseUrl, "/sandbox/wallets/reader/pay"), new JsonObject { ["taler_pay_uri"] = (string)problem!["taler_pay_uri"]! });
        paid.EnsureSuccessStatusCode();
        shop.KeepCookie(order);
        using var read = await shop.GetAsync(Host.Page);
        read.EnsureSuccessStatusCode();
        shop.KeepCookie(read);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
