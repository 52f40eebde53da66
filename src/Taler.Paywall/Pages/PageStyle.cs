namespace Taler.Paywall.Pages;

/// <summary>
/// The look of the pages. System colours follow the visitor's choice of light, dark or high contrast; sizes and sides are logical, so the same
/// rules hold from right to left. A site's stylesheet comes after it.
/// </summary>
internal static class PageStyle
{
    public const string Css = """
        :root{color-scheme:light dark;font:1.125rem/1.6 system-ui,sans-serif}
        body{margin:0;min-block-size:100vh;display:flex;flex-direction:column;background:Canvas;color:CanvasText;overflow-wrap:anywhere}
        header{padding-block:1rem;padding-inline:1.25rem;text-align:center;font-weight:bold}
        header img{max-block-size:4rem;max-inline-size:100%}
        main{box-sizing:border-box;inline-size:100%;max-inline-size:36.5rem;margin:auto;padding-block:1.5rem;padding-inline:1.25rem}
        h1{font-size:1.6rem;line-height:1.25;margin:0;margin-block-end:1rem}
        p{margin:0;margin-block-end:1rem}
        .price{font-size:1.6rem;font-weight:bold}
        .hint{font-size:1rem}
        a{color:var(--taler-accent,LinkText)}
        .action,form{margin-block:1.5rem}
        .action a,button{display:inline-block;box-sizing:border-box;min-block-size:2.75rem;font:inherit;padding-block:.5rem;padding-inline:1.2rem;border:2px solid;border-radius:.5rem;background:none;color:var(--taler-accent,LinkText);text-decoration:none;cursor:pointer}
        .first a,button.first{background:var(--taler-accent,LinkText);color:var(--taler-on-accent,Canvas);border-color:var(--taler-accent,LinkText)}
        .action a:hover,button:hover{text-decoration:underline}
        a:focus-visible,button:focus-visible{outline:3px solid var(--taler-accent,LinkText);outline-offset:3px}
        figure{margin:0;margin-block:1.5rem}
        figcaption{margin-block-end:.75rem}
        figure svg{display:block;box-sizing:border-box;inline-size:100%;max-inline-size:17rem;block-size:auto;padding:1rem;border-radius:.5rem;background:#fff}
        .teaser{margin-block:1.5rem}
        .teaser img{max-inline-size:100%;block-size:auto}
        """;
}
