using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Taler.TestKit;

namespace Taler.Paywall.FunctionalTests;

/// <summary>
/// What a shop must not have logged when it closes: trouble that the test does not expect, and any secret that was configured or that an
/// answer carried. It stands before everything else in the pipeline and reads the secrets off the answers.
/// </summary>
internal sealed class LogCheck : IStartupFilter
{
    private readonly ConcurrentDictionary<string, string> _secrets = new();
    private readonly ConcurrentQueue<Func<LogLine, bool>> _expected = new();
    private readonly ConcurrentQueue<Func<LogLine, bool>> _allowed = new();

    /// <summary>Keys of settings that hold a secret, by how they end.</summary>
    private static readonly string[] SecretSettings = [":AccessToken", ":Password"];

    public void AddSecrets(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        foreach (var (key, value) in settings)
        {
            if (Array.Exists(SecretSettings, end => key.EndsWith(end, StringComparison.Ordinal)) && value is { Length: > 0 })
                Add("setting " + key, value.Replace("secret-token:", "", StringComparison.Ordinal));
        }
    }

    public void Expect(Func<LogLine, bool> line) => _expected.Enqueue(line);

    public void Allow(Func<LogLine, bool> line) => _allowed.Enqueue(line);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            context.Response.OnStarting(() =>
            {
                AddSecrets(context.Request);
                AddSecrets(context.Response);
                return Task.CompletedTask;
            });
            return rest(context);
        });
        next(app);
    };

    public void Verify(LogProbe logs)
    {
        Assert.All(logs.Lines, line => Assert.True(
            line.Level < LogLevel.Warning || _expected.Concat(_allowed).Any(expects => expects(line)), "Nobody expected: " + line));
        Assert.All(_expected, expects => Assert.Contains(logs.Lines, line => expects(line)));
        Assert.All(logs.Lines, line =>
        {
            var text = line.ToString();
            foreach (var (secret, name) in _secrets)
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"The log tells a secret ({name}): {text}");
        });
    }

    /// <summary>What a client chose to be his secret, or got from an earlier answer. Shorter ones are nonsense that a test sends.</summary>
    private void AddSecrets(HttpRequest request)
    {
        foreach (var name in new[] { "Idempotency-Key", TalerPaywallDefaults.SessionHeaderName })
        {
            if (request.Headers[name] is [{ Length: > 16 } secret])
                Add(name, secret.Trim('"'));
        }
    }

    private void AddSecrets(HttpResponse response)
    {
        if (response.Headers[TalerPaywallDefaults.SessionHeaderName] is [{ } session])
            Add(TalerPaywallDefaults.SessionHeaderName, session);
        foreach (var cookie in SetCookieHeaderValue.ParseList([.. response.Headers.SetCookie.OfType<string>()]))
            Add("cookie", cookie.Value.ToString());

        // A navigation is sent to a page whose address ends in the session-ID, a program gets a pay URI that does.
        if (response.Headers.Location is [{ } location]
            && Uri.TryCreate(location, UriKind.Absolute, out var page)
            && QueryHelpers.ParseQuery(page.Query).TryGetValue("session_id", out var sessionId))
            Add("session-ID", sessionId.ToString());
        if (response.Headers["Taler"] is [{ } payUri])
            Add("session-ID", new Uri(payUri).Segments[^1]);
    }

    private void Add(string name, string secret)
    {
        if (secret.Length > 0)
            _secrets.TryAdd(secret, name);
    }
}
