using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Paywall.FunctionalTests.Secrets;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary>A shop on a real socket: essays for KUDOS:0.5, reports told apart by a query value, a free page.</summary>
public sealed class Shop : IAsyncDisposable
{
    public const string Paid = "Here is what you paid for: ";

    /// <summary>How long one try of the client may take: half of what a call has by default.</summary>
    public static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(2.5);

    private readonly WebApplication _app;
    private readonly LogCheck _check = new();
    private readonly SecretCheck _secrets;

    private Shop(WebApplication app, LogProbe logs, SecretCheck secrets, PatientClock clock) =>
        (_app, Logs, _secrets, Clock) = (app, logs, secrets, clock);

    public LogProbe Logs { get; }

    /// <summary>Pauses between tries pass at once; time limits pass when a test says so.</summary>
    public PatientClock Clock { get; }

    public IServiceProvider Services => _app.Services;

    public Uri BaseAddress => new(_app.Urls.First());

    /// <summary>The settings of every shop; a test changes what it is about.</summary>
    public static Dictionary<string, string?> Settings(Uri backend) => new()
    {
        ["TalerPaywall:Merchant:BaseUrl"] = backend.AbsoluteUri,
        ["TalerPaywall:Merchant:AccessToken"] = SandboxFixture.AccessToken,
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
        var secrets = new SecretCheck();
        secrets.AddSecrets(settings);
        var clock = new PatientClock(TryLimit, TimeProvider.System.GetUtcNow());
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IStartupFilter>(secrets);
        builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall"));
        builder.Services.Replace(ServiceDescriptor.Singleton(keys ?? new EphemeralDataProtectionProvider()));
        builder.Services.AddHttpClient(TalerMerchantDefaults.HttpClientName).AddHttpMessageHandler(() => new BackendCalls(secrets.Book));
        try
        {
            configure?.Invoke(builder);
            var app = builder.Build();
            (build ?? Build)(app);
            await app.StartAsync();
            return new Shop(app, logs, secrets, clock);
        }
        catch (Exception refusal)
        {
            using (secrets)
                secrets.VerifyRefusal(refusal);
            throw;
        }
    }

    /// <summary>Says that lines of this kind must come, at least one. Any other Warning or Error fails the test when the shop closes.</summary>
    public void ExpectLog(Func<LogLine, bool> line) => _check.Expect(line);

    /// <summary>Says that lines of this kind may come or not.</summary>
    public void AllowLog(Func<LogLine, bool> line) => _check.Allow(line);

    /// <summary>The kinds of secrets that this shop had to do with.</summary>
    public IEnumerable<string> SecretKinds => _secrets.Book.Kinds;

    /// <summary>Closes the shop and holds its log to what was expected; nothing that left it may tell a secret.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Clock.Dispose();
        using (_secrets)
            _secrets.Verify(Logs);
        _check.Verify(Logs);
    }

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
