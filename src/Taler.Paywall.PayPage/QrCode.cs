using System.Globalization;
using System.Text;
using QRCoder;

namespace Taler.Paywall.PayPage;

/// <summary>Draws a QR code as one SVG path: black on white in every colour scheme, with the quiet zone of four modules that scanners need.</summary>
internal static class QrCode
{
    /// <returns>An <c>svg</c> element without a name of its own: whoever puts it on a page says what it is.</returns>
    public static string ToSvg(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var size = code.ModuleMatrix.Count.ToString(CultureInfo.InvariantCulture);
        return $"""<svg viewBox="0 0 {size} {size}" width="272" height="272" shape-rendering="crispEdges" aria-hidden="true" focusable="false"><rect width="{size}" height="{size}" fill="#fff"/><path d="{Path(code)}" fill="#000"/></svg>""";
    }

    /// <summary>Each run of dark modules in a row is one rectangle.</summary>
    private static string Path(QRCodeData code)
    {
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            var row = code.ModuleMatrix[y];
            for (var x = 0; x < row.Length; x++)
            {
                var start = x;
                while (x < row.Length && row[x])
                    x++;
                if (x > start)
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
            }
        }
        return path.ToString();
    }
}
