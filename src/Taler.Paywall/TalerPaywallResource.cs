namespace Taler.Paywall;

/// <summary>What is sold under one pattern of paths: an entry of the setting <c>Resources</c>.</summary>
/// <remarks>
/// A pattern with values (<c>/essays/{slug}</c>) sells one resource for each value. Mistakes stop the start of the
/// application; one message names them all.
/// </remarks>
public sealed class TalerPaywallResource
{
    /// <summary>Which paths are sold: a route template as in ASP.NET Core routing, relative to the path base.</summary>
    /// <value>Required. For example <c>/essays/{slug}</c>, <c>/files/{name}.pdf</c>, <c>/premium/{**rest}</c>, <c>/issue/{year:int}</c>.</value>
    /// <remarks>
    /// Written without percent-encoding. Letter case and trailing slashes do not matter, nor does the HTTP method unless <see cref="Methods"/>
    /// names some. Of several patterns that match, the most specific one holds, as in ASP.NET Core routing.
    /// </remarks>
    public string? Pattern { get; set; }

    /// <summary>The resource's name: what is bought. Whoever paid for a name may see everything that bears it.</summary>
    /// <value>
    /// Default: the pattern with its values filled in. May hold values of the pattern and of <see cref="Query"/> in braces
    /// (<c>essay:{slug}</c>), each percent-encoded when filled in, and must hold all values of <see cref="Query"/>.
    /// </value>
    public string? Name { get; set; }

    /// <summary>The price, as GNU Taler writes amounts.</summary>
    /// <value>Required, more than zero. For example <c>KUDOS:0.5</c>.</value>
    public string? Price { get; set; }

    /// <summary>What the wallet shows to the buyer.</summary>
    /// <value>Default: the name. May hold values in braces as <see cref="Name"/> does; here they appear as people read them.</value>
    public string? Summary { get; set; }

    /// <summary>Where the wallet sends the buyer after the payment: a path relative to the path base.</summary>
    /// <value>
    /// Default: the pattern with its values filled in; an optional value or a catch-all that the name leaves out is left out here
    /// too. Must start with <c>/</c>, hold the same values as the name, and lead to a path that is sold under that name.
    /// </value>
    /// <remarks>
    /// Wallets recognise a purchase by its exact URL. So one name always has one URL, and two names never share one. The buyer comes back by
    /// GET, whatever method he came with: the body of a POST that was not paid is lost, and has to be sent again from this page.
    /// </remarks>
    public string? FulfillmentPath { get; set; }

    /// <summary>Query values that tell one resource from another: with <c>id</c>, <c>/report?id=7</c> and <c>/report?id=8</c> are two.</summary>
    /// <value>
    /// Default: none, and the query plays no part. A value that is missing counts as empty; a request that gives one twice is
    /// refused. The query never decides whether a path is sold.
    /// </value>
    public IList<string> Query { get; } = [];

    /// <summary>The HTTP methods that are sold; requests with another method are free, or sold by another pattern.</summary>
    /// <value>
    /// Default: none named, and all are sold. Those of HTTP, PATCH, QUERY, and the common ones of WebDAV are known; another word stops
    /// the start. Letter case does not matter. GET covers HEAD, which tells as much, and CONNECT, the WebSocket of
    /// HTTP/2. A header that asks for another method (<c>X-HTTP-Method-Override</c>) counts as that method, too.
    /// </value>
    /// <remarks>Use it only where every handler takes the named methods only: one that takes all would hand the same page to POST.</remarks>
    public IList<string> Methods { get; } = [];

    /// <summary>Where visitors pay for it.</summary>
    /// <value>Default: null, where the site says. <see cref="TalerPayPage.OnSite"/> needs the package <c>Taler.Paywall.PayPage</c>.</value>
    public TalerPayPage? PayPage { get; set; }

    /// <summary>How long the buyer can be given the money back, counted from the pay deadline of the order (protocol v24).</summary>
    /// <value>Default: null, the default of the merchant backend. Not negative; zero means no refunds.</value>
    public TimeSpan? RefundDelay { get; set; }
}
