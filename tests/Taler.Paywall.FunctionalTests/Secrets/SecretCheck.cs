using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Taler.Merchant;
using Taler.Paywall.Sessions;
using Taler.Paywall.Settings;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests.Secrets;

/// <summary>
/// What a shop must not have told when it closes: any secret that was configured, that a request or an answer carried, or that the backend was
/// asked with. It stands before everything else in the pipeline and sees what leaves.
/// </summary>
internal sealed class SecretCheck : IStartupFilter, IDisposable
{
    /// <summary>Keys of settings that hold a secret, by how they end.</summary>
    private static readonly string[] SecretSettings = [":AccessToken", ":Password"];

    /// <summary>The headers by which a session goes back to its owner.</summary>
    private static readonly string[] SessionHeaders = [HeaderNames.SetCookie, TalerPaywallDefaults.SessionHeaderName];

    private readonly Emissions _emissions = new();
    private readonly ConcurrentQueue<string> _headers = new();
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly ConcurrentQueue<string> _escaped = new();
    private SessionTicket? _tickets;

    public SecretBook Book { get; } = new();

    public void AddSecrets(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        foreach (var (key, value) in settings.Where(setting => Array.Exists(SecretSettings, end => setting.Key.EndsWith(end, StringComparison.Ordinal))))
            Book.Add("setting " + key, value);
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var services = app.ApplicationServices;
        _tickets = new SessionTicket(services.GetRequiredService<IDataProtectionProvider>(), services.GetRequiredService<TimeProvider>(), NullLogger<SessionTicket>.Instance);
        app.Use(WatchAsync);
        next(app);
    };

    /// <summary>A start that was refused says why, and never with a secret.</summary>
    public void VerifyRefusal(Exception refusal) => Book.AssertUntold("refused start", [ExceptionText.Of(refusal)]);

    public void Verify(LogProbe logs)
    {
        Book.AssertUntold("log", logs.Lines.Select(line => line.ToFullText()));
        Book.AssertUntold("trace", _emissions.Traces);
        Book.AssertUntold("metric", _emissions.Measurements);
        Book.AssertUntold("exception", _emissions.Exceptions);
        Book.AssertUntold("escaped exception", _escaped);
        Book.AssertUntold("header", _headers);
        Book.AssertUntold("body", _bodies);
    }

    public void Dispose() => _emissions.Dispose();

    private async Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        var backend = PublicBackend(context.RequestServices);
        ReadRequest(context);
        context.Response.OnStarting(() =>
        {
            ReadResponse(context.Response);
            foreach (var (name, values) in context.Response.Headers.Where(header => !SessionHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
                _headers.Enqueue($"{name}: {AddressSecrets.Without(values.ToString(), backend)}");
            return Task.CompletedTask;
        });
        var body = new BodyCopy(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        context.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await next(context);
        }
        catch (Exception escaped)
        {
            _escaped.Enqueue(ExceptionText.Of(escaped));
            throw;
        }
        finally
        {
            _bodies.Enqueue(AddressSecrets.Without(body.Text, backend));
        }
    }

    /// <summary>What a client has from an earlier answer, or chose to be his secret. Shorter ones are nonsense that a test sends.</summary>
    private void ReadRequest(HttpContext context)
    {
        var rules = context.RequestServices.GetRequiredService<PaywallRulesMonitor>().Current;
        var headers = context.Request.Headers;
        if (headers[IdempotencyKey.HeaderName] is [{ Length: > 16 } key])
        {
            Book.Add("idempotency key", key.Trim('"'));
            if (IdempotencyKey.TryReadSession(key, rules.Site, out var session))
                Book.Add("session-ID", session.Value);
        }
        if (headers[TalerPaywallDefaults.SessionHeaderName] is [{ Length: > 16 } ticket])
            AddTicket("session header", ticket);
        if (CookieHeader.TryFind(headers.Cookie, rules.Cookie.Name!, out var cookie) && cookie.Length > 16)
            AddTicket("cookie", cookie.ToString());
    }

    private void ReadResponse(HttpResponse response)
    {
        if (response.Headers[TalerPaywallDefaults.SessionHeaderName] is [{ } session])
            AddTicket("session header", session);
        foreach (var cookie in SetCookieHeaderValue.ParseList([.. response.Headers.SetCookie.OfType<string>()]))
        {
            if (cookie.Value.Length > 16)
                AddTicket("cookie", cookie.Value.ToString());
        }
        if (Uri.TryCreate(response.Headers.Location, UriKind.Absolute, out var page))
            Book.Add("claim token", AddressSecrets.InQuery(page, "token"));
        if (TalerPayUri.TryParse(response.Headers["Taler"], out var payUri))
            Book.Add("claim token", payUri.ClaimToken?.Value);
    }

    private void AddTicket(string kind, string ticket)
    {
        Book.Add(kind, ticket);
        Book.Add("session-ID", _tickets!.Read(ticket, TimeSpan.MaxValue)?.Id.Value);
    }

    private static Uri PublicBackend(IServiceProvider services)
    {
        var merchant = services.GetRequiredService<IOptions<TalerMerchantOptions>>().Value;
        return new Uri(merchant.PublicBaseUrl ?? merchant.BaseUrl!);
    }
}
