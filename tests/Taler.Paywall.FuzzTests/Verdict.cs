using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Taler.Paywall.Sessions;

namespace Taler.Paywall.FuzzTests;

/// <summary>What must hold of every answer, whatever was sent.</summary>
internal sealed partial class Verdict(FuzzShop shop, Func<string, bool> hasPaid)
{
    /// <summary>A place to which nothing may lead.</summary>
    public const string Elsewhere = "elsewhere.example";

    private static readonly string BackendOrigin = new Uri(FuzzShop.Backend).GetLeftPart(UriPartial.Authority) + "/";

    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly IDataProtector _protector = shop.Protector;

    /// <summary>How often each status was answered; 0 is a closed connection.</summary>
    public IReadOnlyDictionary<int, int> Statuses => _statuses;

    /// <param name="request">What was sent.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="mayRead">Whether the request may be served though it brings no session that has paid.</param>
    public void Check(string request, RawAnswer? answer, bool mayRead = false)
    {
        _statuses.AddOrUpdate(answer?.Status ?? 0, 1, (_, count) => count + 1);
        if (answer is null)
            return;
        if (answer.Status is >= 500 and not 503)
            Assert.Fail($"Status {answer.Status} to {request}{string.Join('\n', shop.Log.Faults)}");
        if (answer.Body.Contains(FuzzShop.Content, StringComparison.Ordinal) && !mayRead && !BringsPaidSession(request))
            Assert.Fail($"Served unpaid: {request}");
        if (answer.Header("Location") is { } location && !LeadsHereOrToBackend(location))
            Assert.Fail($"Redirect to {location} after {request}");
    }

    /// <summary>The run must have come to these answers, and nothing may have gone wrong behind them.</summary>
    public void AssertVaried(params IEnumerable<int> statuses)
    {
        FuzzRun.Tell(string.Join(", ", _statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}")));
        Assert.Superset(statuses.ToHashSet(), _statuses.Keys.ToHashSet());
        shop.Log.AssertEmpty();
    }

    private static bool LeadsHereOrToBackend(string location) =>
        location.StartsWith(BackendOrigin, StringComparison.Ordinal)
        || location is ['/', ..] and not ['/', '/' or '\\', ..];

    /// <summary>Base64 means the same with blanks in it.</summary>
    private bool BringsPaidSession(string request) => Tickets().Matches(request.Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal))
        .Any(ticket => Read(ticket.Value) is { } session && hasPaid(session.Id.Value));

    /// <summary>Read here without the memo, and only while it lasts.</summary>
    private Session? Read(string ticket)
    {
        try
        {
            return SessionFormat.TryRead(_protector.Unprotect(WebEncoders.Base64UrlDecode(ticket))) is { } session && shop.Clock.GetUtcNow() - session.Issued < FuzzShop.Lifetime
                ? session
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    [GeneratedRegex("[A-Za-z0-9_-]{60,}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Tickets();
}
