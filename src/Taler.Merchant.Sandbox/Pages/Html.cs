using System.Text.Encodings.Web;

namespace Taler.Merchant.Sandbox.Pages;

/// <summary>The frame of every page, and the one way for text to get into it.</summary>
internal static class Html
{
    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <param name="title">Plain text.</param>
    /// <param name="main">Markup, with every hole encoded.</param>
    /// <param name="head">More markup for the head.</param>
    public static string Page(string title, string main, string head = "") => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Encode(title)} - Taler sandbox</title>
        <link rel="stylesheet" href="/sandbox/assets/page.css">
        {head}
        </head>
        <body>
        <header class="notice"><strong>{Encode(Instance.Notice)}.</strong> This is a stand-in for a GNU Taler merchant backend.</header>
        <main>
        {main}
        </main>
        </body>
        </html>
        """;

    public static string Link(string url, string text) => $"""<a href="{Encode(url)}">{Encode(text)}</a>""";
}
