using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary>A shop on a real socket: essays for KUDOS:0.5, reports told apart by a query value, a free page.</summary>
public sealed class Shop : IAsyncDisposable
{
    public const string Paid = "Here is what you paid for: ";

    private readonly WebApplication _app;

    private Shop(WebApplication app, LogProbe logs, ManualClock clock) => (_app, Logs, Clock) = (app, logs, clock);

    public LogProbe Logs { get; }

    public ManualClock Clock { get; }

    public IServiceProvider Services => _app.Services;

    public Uri BaseAddress => new(_app.Urls.First());

    /// <summary>The settings of every shop; a test changes what it is about.</summary>
    public static Dictionary<string, string?> Settings(Uri backend) => new()
    {
        ["TalerPaywall:Merchant:BaseUrl"] = backend.AbsoluteUri,
        ["TalerPaywall:Merchant:AccessToken"] = "secret-token:sandbox",
        ["TalerPaywall:Resources:0:Pattern"] = "/essays/{slug}/{**rest}",
        ["TalerPaywall:Resources:0:Name"] = "essay:{slug}",
        ["TalerPaywall:Resources:0:Price"] = "KUDOS:0.5",
        ["TalerPaywall:Resources:0:Summary"] = "Essay {slug}",
        ["TalerPaywall:Resources:0:FulfillmentPath"] = "/essays/{slug}",
        ["TalerPaywall:Resources:0:RefundDelay"] = "1.00:00:00",
        ["TalerPaywall:Resources:1:Pattern"] = "/report",
        ["TalerPaywall:Resources:1:Name"] = "report:{id}",
        ["TalerPaywall:Resources:1:Price"] = "KUDOS:1",
        ["TalerPaywall:Resources:1:Summary"] = "Report {id}",
        ["TalerPaywall:Resources:1:Query:0"] = "id",
    };

    /// <summary>The settings of a shop that sells endpoints only.</summary>
    public static Dictionary<string, string?> SettingsWithoutResources(Uri backend) =>
        Settings(backend).Where(setting => !setting.Key.Contains(":Resources:", StringComparison.Ordinal)).ToDictionary();

    public static async Task<Shop> OpenAsync(
        Dictionary<string, string?> settings,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? build = null,
        IDataProtectionProvider? keys = null,
        string environment = "Development")
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        var logs = new LogProbe();
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall"));
        builder.Services.Replace(ServiceDescriptor.Singleton(keys ?? new EphemeralDataProtectionProvider()));
        configure?.Invoke(builder);
        var app = builder.Build();
        (build ?? Build)(app);
        await app.StartAsync();
        return new Shop(app, logs, clock);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void Build(WebApplication app)
    {
        app.UseTalerPaywall();
        app.MapGet("/free", () => "free");
        app.MapGet("/essays/{slug}", (string slug, HttpContext context) => Paid + slug + " " + context.GetTalerPayment()?.AmountPaid);
        app.MapGet("/essays/{slug}/illustration.svg", () => Results.Text(Paid, "image/svg+xml"));
        app.MapPost("/essays/{slug}/notes", () => Paid);
        app.MapGet("/report", (string? id) => Paid + id);
    }
}
