using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taler.Paywall.Sessions;
using Taler.TestKit;

namespace Taler.Paywall.Tests.Gate;

/// <summary>A pipeline with the paywall in it and no server around it. Essays are sold for KUDOS:1 unless a test says otherwise.</summary>
internal sealed class Site : IAsyncDisposable
{
    public const string Content = "This was paid for.";

    private readonly ServiceProvider _services;
    private readonly RequestDelegate _pipeline;
    private readonly MeterListener _listener = new();
    private readonly List<string> _decisions = [];
    private readonly LogProbe _logs = new();

    public Site(Action<IApplicationBuilder> build, Action<TalerPaywallOptions>? configure = null, ISessionPaymentCache? cache = null)
    {
        var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_logs))
            .AddSingleton(Backend.Client)
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(_ => new DiagnosticListener("site"));
        if (cache is not null)
            services.AddSingleton(cache);
        services.AddTalerPaywall(options =>
        {
            options.Merchant.BaseUrl = "http://127.0.0.1:9966/instances/sandbox/";
            options.Merchant.AccessToken = "secret-token:sandbox";
            options.PublicBaseUrl = "https://shop.example/";
            options.Resources.Add(new TalerPaywallResource { Pattern = "/essays/{slug}", Price = "KUDOS:1" });
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
        Count(_services.GetRequiredService<IMeterFactory>());
        var app = new ApplicationBuilder(_services);
        build(app);
        _pipeline = app.Build();
    }

    public Backend Backend { get; } = new();

    public ManualClock Clock { get; } = new();

    public IServiceProvider Services => _services;

    public IEnumerable<LogLine> Logs => _logs.Lines;

    /// <summary>How requests were answered, as an operator counts them.</summary>
    public IReadOnlyList<string> Decisions => _decisions;

    /// <summary>The application behind the middleware serves everything.</summary>
    public static Site BehindMiddleware(Action<TalerPaywallOptions>? configure = null, ISessionPaymentCache? cache = null) => new(
        app =>
        {
            app.UseTalerPaywall();
            app.Run(ServeAsync);
        },
        configure,
        cache);

    public static Task ServeAsync(HttpContext context) => context.Response.WriteAsync(Content);

    /// <summary>What a browser that has this cookie sends.</summary>
    public static Action<HttpRequest> With(string? cookie) => request => request.Headers.Cookie = cookie;

    /// <summary>Orders a page and pays for it.</summary>
    /// <returns>The cookie.</returns>
    public async Task<string?> BuyAsync(string path)
    {
        var offered = await SendAsync(path);
        Backend.PayAll();
        return offered.Cookie;
    }

    /// <summary>Orders a page, pays for it and reads it.</summary>
    /// <returns>The cookie.</returns>
    public async Task<string?> BuyAndReadAsync(string path)
    {
        var cookie = await BuyAsync(path);
        Assert.True((await SendAsync(path, With(cookie))).IsServed);
        return cookie;
    }

    public Task<Answer> SendAsync(string path, Action<HttpRequest>? with = null) => SendAsync("GET", path, with);

    public async Task<Answer> SendAsync(string method, string path, Action<HttpRequest>? with = null)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = _services };
        var at = path.IndexOf('?', StringComparison.Ordinal);
        context.Request.Method = method;
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("shop.example");
        context.Request.Path = at < 0 ? path : path[..at];
        context.Request.QueryString = new QueryString(at < 0 ? "" : path[at..]);
        context.Response.Body = body;
        with?.Invoke(context.Request);
        await _pipeline(context);
        return new Answer(context, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    /// <summary>What the cookie of an answer holds.</summary>
    public Session Read(Answer answer)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = answer.Cookie;
        return _services.GetRequiredService<SessionCookie>().Read(context.Request, TalerPaywallDefaults.CookieName, TimeSpan.MaxValue)!;
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _logs.Dispose();
        return _services.DisposeAsync();
    }

    private void Count(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "taler.paywall.requests" && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _decisions.Add((string)tags[0].Value!));
        _listener.Start();
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpContext Context, string Body)
{
    public int Status => Context.Response.StatusCode;

    public bool IsServed => Body.Contains(Site.Content, StringComparison.Ordinal);

    public IHeaderDictionary Headers => Context.Response.Headers;

    /// <summary>The paywall's cookie as a browser sends it back; null if none was set.</summary>
    public string? Cookie => Headers.SetCookie.FirstOrDefault(cookie => cookie!.StartsWith(TalerPaywallDefaults.CookieName, StringComparison.Ordinal))?.Split(';')[0];
}
