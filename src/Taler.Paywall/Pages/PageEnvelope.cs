using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Taler.Paywall.Pages;

/// <summary>
/// What a response says around its page: it stays, whatever a page of the site's own does to it. <c>Cache-Control</c> and the headers that expose
/// others to pages of other sites are sealed with every answer of ours, so they need no care here.
/// </summary>
internal sealed class PageEnvelope
{
    private readonly HttpResponse _response;
    private readonly int _status;
    private readonly Dictionary<string, StringValues> _headers;

    private PageEnvelope(HttpResponse response) =>
        (_response, _status, _headers) = (response, response.StatusCode, response.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));

    /// <summary>Takes down what the response says now, and puts it right after all callbacks of the page.</summary>
    public static PageEnvelope Of(HttpResponse response)
    {
        var envelope = new PageEnvelope(response);
        response.OnStarting(static state =>
        {
            ((PageEnvelope)state).PutRight();
            return Task.CompletedTask;
        }, envelope);
        return envelope;
    }

    /// <summary>Undoes everything, for another page.</summary>
    public void Restore()
    {
        _response.StatusCode = _status;
        _response.Headers.Clear();
        foreach (var (name, values) in _headers)
            _response.Headers[name] = values;
    }

    /// <summary>
    /// Puts right what a page of the site's own must not change, before its first byte is sent: caches in front decide then. It may say what it is
    /// (its type, its language, a policy), and set cookies of its own beside ours.
    /// </summary>
    public void PutRight()
    {
        _response.StatusCode = _status;
        foreach (var (name, values) in _headers)
        {
            if (IsShared(name))
                _response.Headers[name] = Union(_response.Headers[name], values);
            else if (IsOurs(name))
                _response.Headers[name] = values;
        }
    }

    private static bool IsOurs(string name) =>
        name.Equals(HeaderNames.RetryAfter, StringComparison.OrdinalIgnoreCase) || name.StartsWith("Taler", StringComparison.OrdinalIgnoreCase);

    private static bool IsShared(string name) =>
        name.Equals(HeaderNames.SetCookie, StringComparison.OrdinalIgnoreCase) || name.Equals(HeaderNames.Vary, StringComparison.OrdinalIgnoreCase);

    private static StringValues Union(StringValues current, StringValues kept) => new([.. current.Concat(kept).Distinct(StringComparer.Ordinal)]);
}
