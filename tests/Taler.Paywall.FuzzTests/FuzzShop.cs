using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Taler.Merchant;
using Taler.Paywall.Sessions;
using Taler.TestKit;

namespace Taler.Paywall.FuzzTests;

/// <summary>A shop on a real socket, behind everything that reads headers, with a backend inside the process.</summary>
internal sealed class FuzzShop : IAsyncDisposable
{
    public const string Content = "Here is what you paid for.";
    public const string Backend = "https://backend.example/instances/shop/";

    private const string Passed = "passed";
    private const int MemoEntries = 20_000;

    private readonly WebApplication _app;
    private readonly PatientClock _clock;
    private readonly string[] _standardTickets;

    private FuzzShop(WebApplication app, PatientClock clock, FaultLog log)
    {
        (_app, _clock, Log) = (app, clock, log);
        _standardTickets = [.. Enumerable.Range(0, MemoEntries).Select(_ => Tickets.Write(Session.Start(clock.GetUtcNow()), SessionTicket.MaxLength))];
    }

    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(30);

    public FaultLog Log { get; }

    public Uri Address => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public TimeProvider Clock => _clock;

    public SessionTicket Tickets => Services.GetRequiredService<SessionTicket>();

    /// <summary>Protects bytes as the cookie's are.</summary>
    public IDataProtector Protector => Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Taler.Paywall.Session", "v1");

    public static async Task<FuzzShop> OpenAsync(HttpMessageHandler backend, RequestDelegateFactory? inFront = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        var log = new FaultLog();
        var clock = new PatientClock(TimeSpan.FromSeconds(2.5), TimeProvider.System.GetUtcNow());
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Error);
        builder.Configuration.AddInMemoryCollection(Settings());
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddTalerPaywall(builder.Configuration.GetSection("TalerPaywall"));
        builder.Services.AddHttpClient(TalerMerchantDefaults.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => backend).SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        builder.Services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider()));
        builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.All);
        var app = builder.Build();
        app.Use(next => context => RefuseUnreadableHostAsync(context, next));
        app.UseForwardedHeaders();
        app.Use(next => context => WatchAsync(context, next, log));
        if (inFront is not null)
            app.Use(next => inFront(next));
        app.UseHttpMethodOverride();
        app.UseRouting();
        app.UseTalerPaywall();
        app.Map("/essays/{slug}", () => Content);
        app.Map("/report", () => Content);
        app.Map("/endpoint", () => Content).RequireTalerPayment("KUDOS:2", "An endpoint");
        await app.StartAsync();
        return new FuzzShop(app, clock, log);
    }

    /// <summary>Fills the memo of sessions with the same ones.</summary>
    public void Settle()
    {
        foreach (var ticket in _standardTickets)
            Assert.NotNull(Tickets.Read(ticket, TimeSpan.MaxValue));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _clock.Dispose();
    }

    /// <summary>Wraps what comes after it.</summary>
    internal delegate RequestDelegate RequestDelegateFactory(RequestDelegate next);

    /// <summary>At a host that is wrong punycode ASP.NET's own middleware throws, before the paywall is asked.</summary>
    private static async Task RefuseUnreadableHostAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (ArgumentException) when (!context.Items.ContainsKey(Passed))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    private static async Task WatchAsync(HttpContext context, RequestDelegate next, FaultLog log)
    {
        context.Items[Passed] = true;
        try
        {
            await next(context);
        }
        catch (Exception escaped)
        {
            log.Add("Escaped: " + escaped);
            throw;
        }
    }

    private static Dictionary<string, string?> Settings() => new()
    {
        ["TalerPaywall:Merchant:BaseUrl"] = Backend,
        ["TalerPaywall:Merchant:Password"] = "p4ssword",
        ["TalerPaywall:Resources:0:Pattern"] = "/essays/{slug}/{**rest}",
        ["TalerPaywall:Resources:0:Name"] = "essay:{slug}",
        ["TalerPaywall:Resources:0:Price"] = "KUDOS:0.5",
        ["TalerPaywall:Resources:0:Summary"] = "Essay {slug}",
        ["TalerPaywall:Resources:0:FulfillmentPath"] = "/essays/{slug}",
        ["TalerPaywall:Resources:1:Pattern"] = "/report",
        ["TalerPaywall:Resources:1:Name"] = "report:{id}",
        ["TalerPaywall:Resources:1:Price"] = "KUDOS:1",
        ["TalerPaywall:Resources:1:Summary"] = "Report {id}",
        ["TalerPaywall:Resources:1:Query:0"] = "id",
        ["TalerPaywall:PaymentCache:MaxEntries"] = "1000",
        ["TalerPaywall:OrderLimits:PerSecond"] = "0",
    };
}
