using System.Net.Http.Headers;
using Taler.Paywall.ModelTests.Histories;

namespace Taler.Paywall.ModelTests.Model;

/// <summary>A browser, and a program on the same machine: what they keep between requests.</summary>
internal sealed class Browser(int number)
{
    private const string Cookies = TalerPaywallDefaults.CookieName + "=";

    private readonly List<string?> _formerCookies = [];

    public int Number => number;

    public string? Cookie { get; set; }

    /// <summary>The session that the program keeps, as a header.</summary>
    public string? Ticket { get; set; }

    /// <summary>What the program got under its key; it goes on with that when it is told to.</summary>
    public string? TicketOfKey { get; set; }

    /// <summary>A secret of the program's own.</summary>
    public string Key { get; } = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    /// <summary>What the browser was last asked to pay, by resource.</summary>
    public Dictionary<int, string> PayUris { get; } = [];

    /// <summary>The text by which the request is known, if it is known.</summary>
    public string? TicketFor(Way way) => way switch
    {
        Way.Page or Way.Script or Way.Look => Cookie,
        Way.Header => Ticket,
        Way.Key => TicketOfKey,
    };

    public HttpRequestMessage Ask(Way way, string url, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? (way is Way.Look ? HttpMethod.Head : HttpMethod.Get), url);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(way is Way.Page or Way.Look ? "text/html" : "application/json"));
        if (way is Way.Header)
            request.Headers.Add(TalerPaywallDefaults.SessionHeaderName, Ticket ?? "new");
        else if (way is Way.Key)
            request.Headers.Add("Idempotency-Key", Key);
        else if (Cookie is not null)
            request.Headers.Add("Cookie", Cookies + Cookie);
        return request;
    }

    /// <summary>Keeps what an answer gives.</summary>
    /// <returns>The session as text; null if the answer gives none.</returns>
    public string? Keep(Way way, HttpResponseMessage answer)
    {
        if (way is Way.Header or Way.Key)
        {
            if (!answer.Headers.TryGetValues(TalerPaywallDefaults.SessionHeaderName, out var values))
                return null;
            var ticket = values.Single();
            if (way is Way.Header)
                Ticket = ticket;
            else
                TicketOfKey = ticket;
            return ticket;
        }
        if (!answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            return null;
        _formerCookies.Add(Cookie);
        Cookie = cookies.Single()[Cookies.Length..].Split(';')[0];
        return Cookie;
    }

    public void GoBack(int answers)
    {
        if (_formerCookies.Count > 0)
            Cookie = _formerCookies[Math.Max(0, _formerCookies.Count - answers)];
    }
}
