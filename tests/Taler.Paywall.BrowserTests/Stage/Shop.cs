using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.TestKit;

namespace Taler.Paywall.BrowserTests.Stage;

/// <summary>
/// A shop on a real socket, with essays and numbers for sale. It is reached as <c>localhost</c> and the sandbox as <c>127.0.0.1</c>, which are
/// different sites to a browser. It asks the sandbox itself before it hands out what is sold, and remembers what was handed out unpaid.
/// </summary>
public sealed class Shop : IAsyncDisposable
{
    /// <summary>What stands on every page that is sold, and on no other.</summary>
    public const string Paid = "Here is what you paid for";

    private readonly WebApplication _app;
    private readonly LogProbe _logs;
    private readonly ConcurrentQueue<LogLevel> _expected = new();
    private readonly ShopLedger _ledger;

    private Shop(WebApplication app, LogProbe logs, ShopLedger ledger) => (_app, _logs, _ledger) = (app, logs, ledger);

    /// <summary>What was asked of the shop.</summary>
    public ShopLedger Ledger => _ledger;

    public bool PaysOnSite => _app.Configuration["TalerPaywall:PayPage"] is nameof(TalerPayPage.OnSite);

    public ITalerMerchantClient Merchant => _app.Services.GetRequiredService<ITalerMerchantClient>();

    public Uri Address => new UriBuilder(_app.Urls.First()) { Host = "localhost" }.Uri;

    public static async Task<Shop> OpenAsync(
        Theatre theatre,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? first = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var logs = new LogProbe();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Configuration.AddInMemoryCollection(Settings(theatre.Backend)).AddInMemoryCollection(settings);
        builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall")).AddPayPage();
        builder.Services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider()));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        var ledger = new ShopLedger(theatre.Sandbox);
        app.Use(ledger.WatchAsync);
        first?.Invoke(app);
        app.UseTalerPaywall();
        ShopPages.Map(app, ledger);
        await app.StartAsync();
        return new Shop(app, logs, ledger);
    }

    /// <summary>Says that lines of this level may come. Any other Warning or Error fails the test.</summary>
    public void AllowLog(LogLevel level) => _expected.Enqueue(level);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Assert.Empty(_ledger.Unpaid);
        Assert.All(_logs.Lines, line => Assert.True(line.Level < LogLevel.Warning || _expected.Contains(line.Level), "Nobody expected: " + line));
    }

    private static Dictionary<string, string?> Settings(Uri backend) => new()
    {
        ["TalerPaywall:Merchant:BaseUrl"] = backend.AbsoluteUri,
        ["TalerPaywall:Merchant:AccessToken"] = SandboxProcess.AccessToken,
        ["TalerPaywall:Pages:SiteName"] = "The Bakery",
        ["TalerPaywall:Pages:Logo"] = "/logo.svg",
        ["TalerPaywall:Pages:Stylesheet"] = "/site.css",
        ["TalerPaywall:Resources:0:Pattern"] = "/essays/{slug}/{**rest}",
        ["TalerPaywall:Resources:0:Name"] = "essay:{slug}",
        ["TalerPaywall:Resources:0:Price"] = "KUDOS:0.5",
        ["TalerPaywall:Resources:0:Summary"] = "Essay {slug}",
        ["TalerPaywall:Resources:0:FulfillmentPath"] = "/essays/{slug}",
        ["TalerPaywall:Resources:1:Pattern"] = "/api/numbers",
        ["TalerPaywall:Resources:1:Price"] = "KUDOS:2",
        ["TalerPaywall:Resources:1:Summary"] = "The numbers of the week",
    };
}
