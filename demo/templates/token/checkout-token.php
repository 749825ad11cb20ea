<?php

declare(strict_types=1);

function checkout_encode(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

function checkout_sign(string $text, string $secret): string
{
    return checkout_encode(hash_hmac('sha256', $text, $secret, true));
}

/** The token that goes into the page: which cart this is, and who is paying. */
function checkout_token(array $claims, string $secret): string
{
    $body = json_encode($claims, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
    $signed = checkout_encode('{"alg":"HS256","typ":"JWT"}') . '.' . checkout_encode($body);

    return $signed . '.' . checkout_sign($signed, $secret);
}

/** What checkout_result says, or null where it is not to be believed. */
function read_checkout_result(?string $jwt, string $secret): ?array
{
    [$header, $body, $signature] = array_pad(explode('.', $jwt ?? ''), 3, '');
    if (!hash_equals(checkout_sign("$header.$body", $secret), $signature)) {
        return null;
    }
    $result = json_decode(base64_decode(strtr($body, '-_', '+/')), true, 8, JSON_THROW_ON_ERROR);

    return $result['exp'] > time() ? $result : null;
}
