using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace Taler.Paywall;

/// <summary>All that a page for people shows. A page of your own (<c>ReplacePage</c>) is made from it.</summary>
/// <remarks>
/// All strings are plain text: encode them, as Razor does. Control characters and those that steer the direction of text are taken out of what
/// sellers wrote. Within texts it stands between the marks U+2068 and U+2069, which set its direction apart.
/// </remarks>
public sealed class TalerPage
{
    /// <summary>Which page it is.</summary>
    public required TalerPageKind Kind { get; init; }

    /// <summary>The language of the texts, for the attribute <c>lang</c>: <c>en</c>, <c>de</c>, <c>fr</c>, <c>es</c> or <c>ar</c>.</summary>
    public required string Language { get; init; }

    /// <summary>How the visitor writes numbers and dates: the language, with his region if he named one.</summary>
    public required CultureInfo Culture { get; init; }

    /// <summary>Whether the language runs from right to left, for the attribute <c>dir</c>.</summary>
    public bool IsRightToLeft { get; init; }

    /// <summary>The heading of the page; also its title.</summary>
    public required string Heading { get; init; }

    /// <summary>What the page says, in this order.</summary>
    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    /// <summary>Where the visitor can go from here, the most likely one first.</summary>
    public IReadOnlyList<TalerPageLink> Links { get; init; } = [];

    /// <summary>A button: a form with method <c>post</c>, without fields. Null if there is nothing to press.</summary>
    public TalerPageLink? Button { get; init; }

    /// <summary>Hints at the end of the page: on the price page and the pay page, that a wallet remembers a purchase; none elsewhere.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>What is for sale, on the price page and the pay page; null elsewhere.</summary>
    public TalerPageSale? Sale { get; init; }

    /// <summary>How to pay, on the pay page; null elsewhere.</summary>
    public TalerPagePay? Pay { get; init; }

    /// <summary>Elements for the head of the page, which need no encoding: whether search engines may keep it, and what they should know of it.</summary>
    /// <remarks>On the pay page also what asks for the page again now and then in a browser without JavaScript.</remarks>
    public required HtmlString Head { get; init; }

    /// <summary>Whether search engines may keep the page (<see cref="TalerPageOptions.Indexable"/>).</summary>
    public bool IsIndexable { get; init; }

    /// <summary>The name of the site; null if none is configured.</summary>
    public string? SiteName { get; init; }

    /// <summary>The address of the site's stylesheet, with the path base; null if none is configured.</summary>
    public string? Stylesheet { get; init; }

    /// <summary>The address of the site's logo, with the path base; null if none is configured.</summary>
    public string? Logo { get; init; }

    /// <summary>A random value for this response, for the attribute <c>nonce</c> of scripts and styles.</summary>
    public required string Nonce { get; init; }
}
