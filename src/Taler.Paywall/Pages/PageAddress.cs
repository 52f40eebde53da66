using Microsoft.AspNetCore.Http;

namespace Taler.Paywall.Pages;

/// <summary>Where a stylesheet or a picture of the pages comes from.</summary>
internal sealed class PageAddress
{
    private readonly string _address;
    private readonly bool _isOnSite;

    private PageAddress(string address)
    {
        _address = address;
        _isOnSite = address is ['/', ..];
        Source = _isOnSite ? "'self'" : new Uri(address).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
    }

    /// <summary>The origin, as a content security policy writes it. The address has been checked, so no host holds anything that ends a directive.</summary>
    public string Source { get; }

    /// <summary>The address of a setting; null if it names none.</summary>
    public static PageAddress? Of(string? setting) => string.IsNullOrEmpty(setting) ? null : new PageAddress(setting);

    /// <summary>What a page that answers the request writes.</summary>
    public string For(HttpRequest request) => _isOnSite ? request.PathBase.ToUriComponent() + _address : _address;
}
